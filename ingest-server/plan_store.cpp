#include "ingest-server/plan_store.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/act_text.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/exchange/relay_members.hpp"
#include "ingest-server/text_of.hpp"

namespace lanterne::ingest::plan_store {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

struct EntryRows {
    std::vector<plan::Entry> entries;
    std::map<Bib, std::int32_t> ids;
};

EntryRows read_entries(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        R"(SELECT entry_id, bib, name, sex, birth_year, category, wave, team, slot, members
             FROM plan.entry WHERE race_id = $1 ORDER BY bib)",
        Parameters{}.add(race));
    EntryRows read;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto bib = Bib::from(rows.get<std::string>(i, 1));
        if (!bib) {
            continue; // entry_bib_form does not let it in
        }
        read.ids.emplace(*bib, rows.get<std::int32_t>(i, 0));
        read.entries.push_back(
            {.bib = *bib,
             .name = rows.get<std::string>(i, 2),
             .sex = plan::parse_sex(rows.get<std::string>(i, 3)).value_or(plan::Sex::other),
             .birth_year = rows.get_optional<std::int32_t>(i, 4),
             .category = rows.get<std::string>(i, 5),
             .wave = rows.get<std::string>(i, 6),
             .team = rows.get<std::string>(i, 7),
             .unit = std::nullopt,
             .slot = rows.get_optional<UtcTime>(i, 8),
             .members = exchange::members_in(rows.get<std::string>(i, 9))});
    }
    return read;
}

exchange::FolderFiles read_files(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        "SELECT name, content FROM plan.race_file WHERE race_id = $1", Parameters{}.add(race));
    exchange::FolderFiles files;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        files.emplace(rows.get<std::string>(i, 0), text_of(rows.bytes(i, 1)));
    }
    return files;
}

/// The clock of a rehearsal as it is staged, which the folder need not say.
std::optional<plan::RehearsalClock> read_rehearsal(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        R"(SELECT rehearsal_wall_start, rehearsal_race_start, rehearsal_rate
             FROM plan.race WHERE race_id = $1)",
        Parameters{}.add(race));
    if (rows.empty() || rows.is_null(0, 0)) {
        return std::nullopt;
    }
    return plan::RehearsalClock{rows.get<UtcTime>(0, 0), rows.get<UtcTime>(0, 1),
                                rows.get<double>(0, 2)};
}

} // namespace

std::vector<RaceRow> races(Connection& connection) {
    const Rows rows = connection.execute(
        R"(SELECT race_id, slug, revision, shard
             FROM plan.race r LEFT JOIN race.race_state s USING (race_id)
            WHERE r.retired_at IS NULL AND s.archived IS NULL
            ORDER BY imported_at DESC, race_id DESC LIMIT $1)",
        Parameters{}.add(std::int64_t{max_races}));
    std::vector<RaceRow> races;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        races.push_back({rows.get<std::int32_t>(i, 0), rows.get<std::string>(i, 1),
                         rows.get<std::int64_t>(i, 2), rows.get<std::int16_t>(i, 3)});
    }
    return races;
}

std::optional<std::int32_t> archive_that_closed(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute("SELECT archived FROM race.race_state WHERE race_id = $1",
                                         Parameters{}.add(race));
    return rows.empty() ? std::nullopt : rows.get_optional<std::int32_t>(0, 0);
}

void listen(Connection& connection) { connection.run_script("LISTEN plan; LISTEN ingest"); }

Result<Definition, std::string> definition(Connection& connection, std::int32_t race) {
    EntryRows entries = read_entries(connection, race);
    exchange::FolderFiles files = read_files(connection, race);
    files.insert_or_assign("entries.csv", exchange::write_entries_csv(entries.entries));
    auto plan = exchange::read_race_folder(files);
    if (!plan) {
        return tl::unexpected{plan.error().empty() ? std::string{"the race folder cannot be read"}
                                                   : exchange::to_text(plan.error().front())};
    }
    for (const plan::Entry& entry : plan->entries) {
        if (!entries.ids.contains(entry.bib)) {
            return tl::unexpected{fmt::format("bib {} has no row", entry.bib.text())};
        }
    }
    plan->rehearsal = read_rehearsal(connection, race);
    return Definition{std::move(*plan), std::move(entries.ids)};
}

std::string fingerprint(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        R"(SELECT md5(concat_ws('/',
                  (SELECT string_agg(name || md5(content), ',' ORDER BY name)
                     FROM plan.race_file f WHERE f.race_id = r.race_id),
                  (SELECT md5(string_agg(e::text, ',' ORDER BY bib))
                     FROM plan.entry e WHERE e.race_id = r.race_id),
                  r.slug, r.rehearsal_wall_start, r.rehearsal_race_start, r.rehearsal_rate))
             FROM plan.race r WHERE r.race_id = $1)",
        Parameters{}.add(race));
    return rows.empty() ? std::string{} : rows.get<std::string>(0, 0);
}

std::vector<Assignment> assignments(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        R"(SELECT a.entry_id, a.unit, lower(a.during), upper(a.during), a.role = 'spare'
             FROM plan.assignment a JOIN plan.entry e USING (entry_id)
            WHERE e.race_id = $1
            ORDER BY a.assignment_id)",
        Parameters{}.add(race));
    std::vector<Assignment> read;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const auto unit = UnitSerial::from(rows.get<std::string>(i, 1))) {
            read.push_back({.entry = rows.get<std::int32_t>(i, 0),
                            .unit = *unit,
                            .from = rows.get_optional<UtcTime>(i, 2),
                            .to = rows.get_optional<UtcTime>(i, 3),
                            .spare = rows.get<bool>(i, 4)});
        }
    }
    return read;
}

Worn worn(Connection& connection, const std::vector<RaceRow>& races) {
    std::vector<std::int32_t> ids;
    for (const RaceRow& row : races) {
        ids.push_back(row.race);
    }
    const Rows rows = connection.execute(
        R"(SELECT DISTINCT a.unit, r.rehearsal_wall_start, r.rehearsal_race_start,
                  r.rehearsal_rate
             FROM plan.race r JOIN plan.entry e USING (race_id) JOIN plan.assignment a USING (entry_id)
            WHERE r.race_id = ANY ($1))",
        Parameters{}.add_array(std::span<const std::int32_t>{ids}));
    Worn worn;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const auto unit = UnitSerial::from(rows.get<std::string>(i, 0))) {
            worn.emplace(*unit, rows.is_null(i, 1)
                                    ? std::nullopt
                                    : std::optional{plan::RehearsalClock{rows.get<UtcTime>(i, 1),
                                                                         rows.get<UtcTime>(i, 2),
                                                                         rows.get<double>(i, 3)}});
        }
    }
    return worn;
}

Acts acts_after(Connection& connection, std::int32_t race, std::int64_t number) {
    const Rows rows = connection.execute(
        R"(SELECT number, effective, recorded, who, why, body
             FROM plan.act WHERE race_id = $1 AND number > $2 ORDER BY number)",
        Parameters{}.add(race).add(number));
    Acts read;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto act = rows.get<std::int64_t>(i, 0);
        auto body =
            exchange::read_act_body(fmt::format("act {}", act), rows.get<std::string>(i, 5));
        if (!body) {
            read.unreadable.push_back({act, exchange::to_text(body.error().front())});
            continue;
        }
        read.acts.push_back({.number = act,
                             .effective = rows.get<UtcTime>(i, 1),
                             .recorded = rows.get<UtcTime>(i, 2),
                             .who = rows.get<std::string>(i, 3),
                             .why = rows.get<std::string>(i, 4),
                             .body = std::move(*body)});
    }
    return read;
}

std::map<std::int32_t, std::int64_t> uncounted_acts(Connection& connection,
                                                    const std::vector<std::int32_t>& races) {
    const Rows rows = connection.execute(
        R"(SELECT race_id, max(number) FROM plan.act
            WHERE applied_at IS NULL AND race_id = ANY ($1) GROUP BY race_id)",
        Parameters{}.add_array(std::span<const std::int32_t>{races}));
    std::map<std::int32_t, std::int64_t> newest;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        newest.emplace(rows.get<std::int32_t>(i, 0), rows.get<std::int64_t>(i, 1));
    }
    return newest;
}

std::map<UnitSerial, wire::Info> unit_infos(Connection& connection, std::int32_t race) {
    const Rows rows = connection.execute(
        R"(SELECT DISTINCT u.serial, u.battery_pct, u.next_report_s, u.reason
             FROM race.unit u
             JOIN plan.assignment a ON a.unit = u.serial
             JOIN plan.entry e USING (entry_id)
            WHERE e.race_id = $1 AND u.reason IS NOT NULL)",
        Parameters{}.add(race));
    std::map<UnitSerial, wire::Info> infos;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        wire::Info info;
        if (const auto battery = rows.get_optional<std::int16_t>(i, 1)) {
            info.battery_pct = static_cast<std::uint8_t>(*battery);
        }
        if (const auto next = rows.get_optional<std::int32_t>(i, 2)) {
            info.next_report_s = static_cast<std::uint32_t>(*next);
        }
        info.reason = static_cast<wire::Reason>(rows.get<std::int16_t>(i, 3));
        if (const auto unit = UnitSerial::from(rows.get<std::string>(i, 0))) {
            infos.emplace(*unit, info);
        }
    }
    return infos;
}

void mark_known_units(Connection& connection) {
    connection.execute(
        R"(UPDATE race.unit u SET state = 'known'
            WHERE u.state = 'new'
              AND EXISTS (SELECT FROM plan.assignment a WHERE a.unit = u.serial))");
}

} // namespace lanterne::ingest::plan_store
