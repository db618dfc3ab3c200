#include "ingest-server/after/months.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

/// unit_id, serial and epoch of each epoch that `which` allows, and the slug of an open race that
/// has fixes in it, or NULL; `which` may use e (race.unit_epoch) and $1.
constexpr std::string_view epochs_and_open_races = R"(
    SELECT e.unit_id, u.serial, e.epoch, open.slug
      FROM race.unit_epoch e JOIN race.unit u USING (unit_id)
      LEFT JOIN LATERAL (
           SELECT DISTINCT r.slug
             FROM plan.assignment a JOIN plan.entry n USING (entry_id) JOIN plan.race r USING (race_id)
             LEFT JOIN race.race_state s USING (race_id)
             JOIN race.track_chunk c
               ON c.month = e.month AND c.unit_id = e.unit_id AND c.epoch = e.epoch
              AND c.last_time >= coalesce(lower(a.during), '-infinity')
              AND c.first_time < coalesce(upper(a.during), 'infinity')
            WHERE a.unit = u.serial AND r.retired_at IS NULL AND s.archived IS NULL) open ON true
     WHERE {}
     ORDER BY e.unit_id, e.epoch)";

Chosen chosen(const Rows& rows) {
    Chosen chosen;
    std::set<std::string> races;
    std::optional<std::pair<std::int32_t, std::int64_t>> waits;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::pair key{rows.get<std::int32_t>(row, 0), rows.get<std::int64_t>(row, 2)};
        const auto serial = UnitSerial::from(rows.get<std::string>(row, 1));
        if (const auto race = rows.get_optional<std::string>(row, 3)) {
            races.insert(*race);
            chosen.waiting += waits == key ? 0U : 1U;
            waits = key;
        } else if (serial) {
            chosen.epochs.push_back({key.first, *serial, key.second});
        }
    }
    chosen.races.assign(races.begin(), races.end());
    return chosen;
}

} // namespace

bool is_month(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 7 && text[4] == '-' && std::ranges::all_of(text.substr(0, 4), is_digit) &&
           text.substr(5) >= "01" && text.substr(5) <= "12" &&
           std::ranges::all_of(text.substr(5), is_digit) && text.substr(0, 4) != "0000";
}

Chosen epochs_of_race(Connection& connection, std::int32_t race) {
    return chosen(connection.execute(fmt::format(epochs_and_open_races, R"(EXISTS (
            SELECT FROM plan.assignment a JOIN plan.entry n USING (entry_id)
              JOIN race.track_chunk c
                ON c.month = e.month AND c.unit_id = e.unit_id AND c.epoch = e.epoch
               AND c.last_time >= coalesce(lower(a.during), '-infinity')
               AND c.first_time < coalesce(upper(a.during), 'infinity')
             WHERE n.race_id = $1 AND a.unit = u.serial))"),
                                     Parameters{}.add(race)));
}

Chosen epochs_of_closed_races(Connection& connection, const std::string& month) {
    return chosen(
        connection.execute(fmt::format(epochs_and_open_races, "e.month = ($1 || '-01')::date"),
                           Parameters{}.add(month)));
}

// ensure_partitions() of the storing path names them so.
std::vector<Partition> partitions(Connection& connection) {
    const Rows rows = connection.execute(
        R"(SELECT translate(right(c.relname, 7), '_', '-'), c.oid::regclass::text
             FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'race.track_chunk'::regclass
              AND c.relname ~ '^track_chunk_[0-9]{4}_[0-9]{2}$' ORDER BY 1)");
    std::vector<Partition> all;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        all.push_back({rows.get<std::string>(row, 0), rows.get<std::string>(row, 1)});
    }
    return all;
}

} // namespace lanterne::ingest::after
