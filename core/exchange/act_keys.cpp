#include "core/exchange/act_keys.hpp"

#include <array>
#include <variant>

#include "core/plan/act.hpp"

namespace lanterne::exchange {

namespace {

constexpr auto optional = Need::optional;
constexpr auto required = Need::required;

constexpr std::array<std::string_view, 17> kinds{
    "start-wave", "hold-wave", "neutralise", "shorten",    "drop-leg",     "correct",
    "void",       "confirm",   "read",       "set-clock",  "finish-order", "rule",
    "penalise",   "extend",    "move-gate",  "close-case", "undo"};
static_assert(kinds.size() == std::variant_size_v<plan::ActBody>);

constexpr std::string_view bib_right = "1 to 8 letters, digits or hyphens";
constexpr std::string_view bibs_right = "a list of 1 to 5000 different bibs";
constexpr std::string_view waves_right = "a list of 1 to 100 different ids of waves";
constexpr std::string_view wave_right = "the id of a wave";
constexpr std::string_view point_right = "the id of a timing point";
constexpr std::string_view lap_right = "a lap of the point's leg, 1 to 1000";
constexpr std::string_view time_right =
    "a date and time with its offset, such as 2026-06-14T09:00:00.250+02:00";
constexpr std::string_view error_right = "seconds from 0 to 3600, three decimals count";
constexpr std::string_view article_right = "a text of 1 to 200 bytes on one line";
constexpr std::string_view clock_right = "1 to 64 of a-z, 0-9 and hyphen";

constexpr std::array keys{
    RaceKey{"", "kind", required, "one of the kinds of act"},
    RaceKey{"", "effective", optional, time_right},
    RaceKey{"start-wave", "wave", required, wave_right},
    RaceKey{"start-wave", "standard_error_s", optional, error_right},
    RaceKey{"hold-wave", "wave", required, wave_right},
    RaceKey{"neutralise", "bibs", optional, bibs_right},
    RaceKey{"neutralise", "waves", optional, waves_right},
    RaceKey{"neutralise", "from_point", optional, point_right},
    RaceKey{"neutralise", "from_lap", optional, lap_right},
    RaceKey{"neutralise", "to_point", optional, point_right},
    RaceKey{"neutralise", "to_lap", optional, lap_right},
    RaceKey{"neutralise", "until", optional, time_right},
    RaceKey{"neutralise", "cap_s", optional, "seconds from 0 to 604800"},
    RaceKey{"shorten", "bibs", optional, bibs_right},
    RaceKey{"shorten", "waves", optional, waves_right},
    RaceKey{"shorten", "point", required, point_right},
    RaceKey{"shorten", "lap", optional, lap_right},
    RaceKey{"drop-leg", "bibs", optional, bibs_right},
    RaceKey{"drop-leg", "waves", optional, waves_right},
    RaceKey{"drop-leg", "leg", required, "the id of a leg"},
    RaceKey{"correct", "bib", required, bib_right},
    RaceKey{"correct", "point", required, point_right},
    RaceKey{"correct", "lap", optional, lap_right},
    RaceKey{"correct", "time", required, time_right},
    RaceKey{"correct", "standard_error_s", optional, error_right},
    RaceKey{"void", "bib", required, bib_right},
    RaceKey{"void", "point", required, point_right},
    RaceKey{"void", "lap", optional, lap_right},
    RaceKey{"confirm", "bib", required, bib_right},
    RaceKey{"confirm", "point", required, point_right},
    RaceKey{"confirm", "lap", optional, lap_right},
    RaceKey{"read", "source", required, "chip, hand or unit"},
    RaceKey{"read", "clock", required, clock_right},
    RaceKey{"read", "point", required, point_right},
    RaceKey{"read", "lap", optional, lap_right},
    RaceKey{"read", "bib", optional, bib_right},
    RaceKey{"read", "time", optional, time_right},
    RaceKey{"read", "standard_error_s", optional, error_right},
    RaceKey{"read", "order", optional, "a place, 1 to 100000"},
    RaceKey{"set-clock", "clock", required, clock_right},
    RaceKey{"set-clock", "add_s", required, "seconds from -864000 to 864000"},
    RaceKey{"set-clock", "standard_error_s", optional, error_right},
    RaceKey{"finish-order", "point", required, point_right},
    RaceKey{"finish-order", "lap", optional, lap_right},
    RaceKey{"finish-order", "places", required,
            "a list of bibs from the first on, a list of bibs for a dead heat, each bib once"},
    RaceKey{"rule", "bib", required, bib_right},
    RaceKey{"rule", "status", required,
            "racing, did_not_start, did_not_finish, lapped, over_time_limit, disqualified or "
            "not_classified"},
    RaceKey{"rule", "article", optional, article_right},
    RaceKey{"penalise", "bib", required, bib_right},
    RaceKey{"penalise", "penalty", required, "warning, card, time, box, laps, places or points"},
    RaceKey{"penalise", "article", optional, article_right},
    RaceKey{"penalise", "time_s", optional, "seconds above 0, up to 86400"},
    RaceKey{"penalise", "count", optional, "1 to 10000"},
    RaceKey{"penalise", "card", optional, "1 to 64 of a-z, 0-9 and hyphen"},
    RaceKey{"penalise", "served", optional, time_right},
    RaceKey{"extend", "bibs", optional, bibs_right},
    RaceKey{"extend", "waves", optional, waves_right},
    RaceKey{"extend", "point", required, point_right},
    RaceKey{"extend", "by_s", required, "seconds from -86400 to 86400"},
    RaceKey{"move-gate", "location", required, "the id of a location"},
    RaceKey{"move-gate", "position", required, "[latitude, longitude] in degrees"},
    RaceKey{"close-case", "identity", required, "the identity of a case, at most 200 bytes"},
    RaceKey{"close-case", "verdict", required, article_right},
    RaceKey{"undo", "number", required, "the number of an act before this one"},
};

constexpr std::array<std::string_view, 7> columns{
    "point", "bib", "time", "lap", "order", "source", "standard_error_s"};

} // namespace

std::span<const std::string_view> act_kinds() { return kinds; }

std::span<const RaceKey> act_keys() { return keys; }

std::span<const std::string_view> read_columns() { return columns; }

} // namespace lanterne::exchange
