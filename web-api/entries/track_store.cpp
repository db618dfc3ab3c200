#include "web-api/entries/track_store.hpp"

#include <algorithm>
#include <variant>

#include "core/exchange/act_text.hpp"
#include "core/wire/batch.hpp"
#include "core/wire/live.hpp"

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;

namespace {

/// As scoring has it: a spare unit speaks when no primary one did for so long before and after.
constexpr Milliseconds spare_distance = std::chrono::seconds{30};

struct WornFixes {
    std::vector<Fix> primary;
    std::vector<Fix> spare;
};

/// Columns 0 to 4: payload, implausible indexes, begin and end of the assignment, spare.
void add_fixes(const Rows& rows, std::size_t row, WornFixes& worn) {
    const auto batch = wire::decode_batch(rows.bytes(row, 0));
    if (!batch) {
        return; // nothing is stored that could not be read; bytes that rotted are skipped
    }
    const auto marks = rows.get_optional<std::vector<std::int16_t>>(row, 1);
    const auto from = rows.get_optional<UtcTime>(row, 2);
    const auto to = rows.get_optional<UtcTime>(row, 3);
    std::vector<Fix>& fixes = rows.get<bool>(row, 4) ? worn.spare : worn.primary;
    for (std::size_t index = 0; index < batch->fixes.size(); ++index) {
        const Fix& fix = batch->fixes[index];
        const bool is_implausible =
            marks && std::ranges::count(*marks, static_cast<std::int16_t>(index)) > 0;
        if (!is_implausible && (!from || fix.time >= *from) && (!to || fix.time < *to)) {
            fixes.push_back(fix);
        }
    }
}

bool has_one_near(const std::vector<Fix>& sorted, UtcTime time) {
    const auto near = std::ranges::lower_bound(sorted, time - spare_distance, {}, &Fix::time);
    return near != sorted.end() && near->time <= time + spare_distance;
}

std::vector<Fix> merged(WornFixes worn) {
    std::ranges::stable_sort(worn.primary, {}, &Fix::time);
    std::erase_if(worn.spare, [&](const Fix& fix) { return has_one_near(worn.primary, fix.time); });
    std::vector<Fix> fixes = std::move(worn.primary);
    fixes.insert(fixes.end(), worn.spare.begin(), worn.spare.end());
    std::ranges::stable_sort(fixes, {}, &Fix::time);
    const auto same = std::ranges::unique(fixes, {}, &Fix::time);
    fixes.erase(same.begin(), same.end());
    return fixes;
}

void take_earlier(std::optional<UtcTime>& earliest, UtcTime time) {
    earliest = std::min(earliest.value_or(time), time);
}

/// Since it was in the race the last time.
std::optional<UtcTime> told_out_at(Connection& connection, std::int32_t race_id, const Bib& bib) {
    const Rows rows = connection.execute(
        R"(SELECT v.at, v.body ->> 'status'
             FROM race.race_event v JOIN plan.entry e USING (entry_id)
            WHERE v.race_id = $1 AND e.bib = $2 AND v.kind = 'status' ORDER BY v.number)",
        Parameters{}.add(race_id).add(bib.text()));
    std::optional<UtcTime> out_at;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto status = wire::parse_race_status(rows.get<std::string>(row, 1));
        if (status && wire::is_out(*status)) {
            take_earlier(out_at, rows.get<UtcTime>(row, 0));
        } else {
            out_at.reset();
        }
    }
    return out_at;
}

/// Since somebody took it back into the race the last time.
std::optional<UtcTime> ruled_out_at(Connection& connection, std::int32_t race_id, const Bib& bib) {
    const Rows rows = connection.execute(
        R"(SELECT effective, body FROM plan.act
            WHERE race_id = $1 AND body LIKE 'kind = "rule"%'
              AND position('"' || $2::text || '"' IN body) > 0
            ORDER BY effective, number)",
        Parameters{}.add(race_id).add(bib.text()));
    std::optional<UtcTime> out_at;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto body = exchange::read_act_body("act", rows.get<std::string>(row, 1));
        const plan::Rule* rule = body ? std::get_if<plan::Rule>(&*body) : nullptr;
        if (rule == nullptr || rule->bib != bib) {
            continue;
        }
        if (rule->status == plan::Ruled::racing) {
            out_at.reset();
        } else {
            take_earlier(out_at, rows.get<UtcTime>(row, 0));
        }
    }
    return out_at;
}

} // namespace

std::optional<UtcTime> read_out_at(Connection& connection, std::int32_t race_id, const Bib& bib) {
    const auto told = told_out_at(connection, race_id, bib);
    const auto ruled = ruled_out_at(connection, race_id, bib);
    return told && ruled ? std::min(*told, *ruled) : told ? told : ruled;
}

std::optional<std::vector<Fix>> read_track(Connection& connection, std::int32_t race_id,
                                           const Bib& bib, const ShownSpan& span) {
    const Rows rows = connection.execute(
        R"(SELECT c.payload, c.implausible, lower(a.during), upper(a.during), a.role = 'spare'
             FROM plan.entry e
             JOIN plan.assignment a USING (entry_id)
             JOIN race.unit u ON u.serial = a.unit
             JOIN race.track_chunk c ON c.unit_id = u.unit_id
            WHERE e.race_id = $1 AND e.bib = $2 AND c.last_time >= $3 AND c.first_time <= $4
            ORDER BY c.first_time, c.epoch, c.first LIMIT $5)",
        Parameters{}
            .add(race_id)
            .add(bib.text())
            .add(span.from)
            .add(span.to)
            .add(static_cast<std::int64_t>(max_track_chunks) + 1));
    if (rows.size() > max_track_chunks) {
        return std::nullopt;
    }
    WornFixes worn;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        add_fixes(rows, row, worn);
    }
    std::vector<Fix> fixes = merged(std::move(worn));
    std::erase_if(fixes, [&](const Fix& fix) { return !span.holds(fix.time); });
    return fixes;
}

std::map<Bib, std::vector<Fix>> read_fixes_around(Connection& connection, std::int32_t race_id,
                                                  UtcTime time) {
    // Messages may overlap in time, after a unit began anew: hence three.
    const Rows rows = connection.execute(
        R"(SELECT c.payload, c.implausible, lower(a.during), upper(a.during), a.role = 'spare',
                  e.bib
             FROM plan.entry e
             JOIN plan.assignment a USING (entry_id)
             JOIN race.unit u ON u.serial = a.unit
            CROSS JOIN LATERAL (
                  (SELECT payload, implausible FROM race.track_chunk
                    WHERE unit_id = u.unit_id AND first_time <= $2 AND first_time > $3
                    ORDER BY first_time DESC LIMIT 3)
                  UNION ALL
                  (SELECT payload, implausible FROM race.track_chunk
                    WHERE unit_id = u.unit_id AND first_time > $2 AND first_time <= $4
                    ORDER BY first_time LIMIT 1)) c
            WHERE e.race_id = $1 AND a.during @> $2::timestamptz)",
        Parameters{}.add(race_id).add(time).add(time - oldest_fix).add(time + exchange::max_gap));
    std::map<Bib, WornFixes> worn;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (const auto bib = Bib::from(rows.get<std::string>(row, 5))) {
            add_fixes(rows, row, worn[*bib]);
        }
    }
    std::map<Bib, std::vector<Fix>> fixes;
    for (auto& [bib, of_entry] : worn) {
        fixes.emplace(bib, merged(std::move(of_entry)));
    }
    return fixes;
}

} // namespace lanterne::web
