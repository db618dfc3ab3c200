#include "core/exchange/race_keys.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace lanterne::exchange {

namespace {

constexpr auto optional = Need::optional;
constexpr auto required = Need::required;

constexpr std::string_view name_right = "a text of 1 to 200 bytes on one line";
constexpr std::string_view id_right = "1 to 64 of a-z, 0-9 and hyphen";
constexpr std::string_view variant_right = "the id of a variant";
constexpr std::string_view variants_right = "a list of ids of variants, each once";
constexpr std::string_view leg_right = "the id of a leg";
constexpr std::string_view metres_right = "metres from the lap's begin";
constexpr std::string_view bearing_right = "degrees true from 0 to 360";
constexpr std::string_view position_right = "[latitude, longitude] in degrees";
constexpr std::string_view width_right = "metres from 1 to 1000";
constexpr std::string_view time_right =
    "a date and time with its offset, such as 2026-06-14T09:00:00+02:00";

constexpr std::array keys{
    RaceKey{"", "name", required, name_right},
    RaceKey{"", "slug", required, "small letters and digits in words joined by hyphens"},
    RaceKey{"", "time_zone", required, "an IANA name such as \"Europe/Paris\""},
    RaceKey{"", "start", required, time_right},
    RaceKey{"leg", "id", required, id_right},
    RaceKey{"leg", "name", optional, name_right},
    RaceKey{"leg", "sport", required, "swim, bike, run, transition or other"},
    RaceKey{"leg", "gpx", required, "the name of a .gpx file of this folder"},
    RaceKey{"leg", "laps", optional, "1 to 1000"},
    RaceKey{"leg", "certified_m", optional, "metres of the whole leg, 1 to 1000000"},
    RaceKey{"leg", "only_in", optional, variants_right},
    RaceKey{"mark", "leg", optional, leg_right},
    RaceKey{"mark", "lap", optional, "one of the leg's laps, 1 to 1000"},
    RaceKey{"mark", "position", optional, position_right},
    RaceKey{"mark", "metres", optional, metres_right},
    RaceKey{"mark", "bearing_deg", optional, bearing_right},
    RaceKey{"mark", "certified_m", required, "measured metres, more than 0 to 1000000"},
    RaceKey{"location", "id", required, id_right},
    RaceKey{"location", "position", optional, position_right},
    RaceKey{"location", "leg", optional, leg_right},
    RaceKey{"location", "metres", optional, metres_right},
    RaceKey{"location", "bearing_deg", optional, bearing_right},
    RaceKey{"location", "width_m", optional, width_right},
    RaceKey{"point", "id", required, id_right},
    RaceKey{"point", "name", optional, name_right},
    RaceKey{"point", "kind", required, "start, split, lap, transition, sprint, climb or finish"},
    RaceKey{"point", "location", optional, "the id of a location"},
    RaceKey{"point", "leg", optional, leg_right},
    RaceKey{
        "point", "laps", optional,
        "\"all\", \"first\", \"last\", \"not-last\" or a list of the leg's laps such as [1, 2]"},
    RaceKey{"point", "metres", optional, metres_right},
    RaceKey{"point", "position", optional, position_right},
    RaceKey{"point", "bearing_deg", optional, bearing_right},
    RaceKey{"point", "width_m", optional, width_right},
    RaceKey{"point", "only_in", optional, variants_right},
    RaceKey{"variant", "id", required, id_right},
    RaceKey{"variant", "name", optional, name_right},
    RaceKey{"variant", "laps", optional,
            "legs with the laps that they have here, 1 to 1000, such as { run = 2 }"},
    RaceKey{"variant", "without_legs", optional, "a list of ids of legs, each once"},
    RaceKey{"variant", "without_points", optional, "a list of ids of points, each once"},
    RaceKey{"wave", "id", required, id_right},
    RaceKey{"wave", "name", optional, name_right},
    RaceKey{"wave", "start_by", optional, "gun or gate"},
    RaceKey{"wave", "gun", required,
            "a date and time with its offset, or a time after the start such as \"+00:05:00\""},
    RaceKey{"wave", "variant", optional, variant_right},
    RaceKey{"category", "id", required, id_right},
    RaceKey{"category", "name", optional, name_right},
    RaceKey{"category", "variant", optional, variant_right},
    RaceKey{"rehearsal", "rate", required, "0.1 to 1000"},
    RaceKey{"rehearsal", "wall_start", optional, time_right},
    RaceKey{"rehearsal", "race_start", optional, time_right},
};

constexpr std::array<std::string_view, 10> columns{"bib",  "name", "sex",  "birth_year", "category",
                                                   "wave", "team", "unit", "slot",       "members"};

} // namespace

std::span<const RaceKey> race_keys() { return keys; }

const RaceKey& key_among(std::span<const RaceKey> keys, std::string_view table,
                         std::string_view key) {
    const auto found = std::ranges::find_if(
        keys, [&](const RaceKey& known) { return known.table == table && known.key == key; });
    if (found == keys.end()) {
        throw std::logic_error{"no such key: " + std::string{table} + "." + std::string{key}};
    }
    return *found;
}

const RaceKey& race_key(std::string_view table, std::string_view key) {
    return key_among(keys, table, key);
}

std::span<const std::string_view> entry_columns() { return columns; }

} // namespace lanterne::exchange
