#include "simulator/scenario/scenario_keys.hpp"

#include <array>

namespace lanterne::simulator {
namespace {

using exchange::RaceKey;

constexpr auto optional = exchange::Need::optional;
constexpr auto required = exchange::Need::required;

constexpr std::string_view name_right = "a text of 1 to 200 bytes on one line";
constexpr std::string_view share_right = "a share from 0 to 1";
constexpr std::string_view per_hour_right = "so many an hour, 0 to 3600";
constexpr std::string_view leg_right = "the id of a leg of the race";
constexpr std::string_view metres_right = "metres from the lap's begin, not beyond its end";

constexpr std::array keys{
    RaceKey{"", "title", required, name_right},
    RaceKey{"", "says", optional, name_right},
    RaceKey{"", "race", required, "a race folder, from the scenario's own folder on"},
    RaceKey{"", "athletes", optional, "1 to 20000"},
    RaceKey{"", "seed", optional, "a whole number from 0 on"},
    RaceKey{"", "speed", optional, "times as fast as life, 0.1 to 1000"},
    RaceKey{"field", "level", optional, "standard deviations from middling, -3 to 3"},
    RaceKey{"field", "spread", optional, "0 (all the same) to 3"},
    RaceKey{"field", "drafting", optional, "true or false"},
    RaceKey{"field", "stops_per_hour", optional, "so many an hour, 0 to 60"},
    RaceKey{"field", "lost_share", optional, share_right},
    RaceKey{"field", "gives_up_share", optional, share_right},
    RaceKey{"field", "taken_in_share", optional, share_right},
    RaceKey{"field", "transition_stay_s", optional, "seconds from 0 to 900"},
    RaceKey{"field", "warm_up_s", optional, "seconds from 0 to 3600"},
    RaceKey{"receivers", "interval_s", optional, "whole seconds from 1 to 60"},
    RaceKey{"surroundings", "leg", required, leg_right},
    RaceKey{"surroundings", "from_m", required, metres_right},
    RaceKey{"surroundings", "to_m", required, metres_right},
    RaceKey{"surroundings", "what", required, "open, street, gorge, trees, tunnel or water"},
    RaceKey{"network", "latency_ms", optional, "milliseconds from 0 to 60000"},
    RaceKey{"network", "jitter_ms", optional, "milliseconds from 0 to 60000"},
    RaceKey{"network", "cuts_per_hour", optional, per_hour_right},
    RaceKey{"network", "cut_s", optional, "seconds from 0 to 3600"},
    RaceKey{"network", "notices_after_s", optional, "seconds from 0 to 600"},
    RaceKey{"network", "reconnects_within_s", optional, "seconds from 0 to 3600"},
    RaceKey{"hole", "leg", required, leg_right},
    RaceKey{"hole", "from_m", required, metres_right},
    RaceKey{"hole", "to_m", required, metres_right},
    RaceKey{"units", "board", optional, "the name of a board"},
    RaceKey{"units", "charge_pct", optional, "[least, most] from 0 to 100"},
    RaceKey{"units", "clock_off_s", optional, "seconds from 0 to 1000000000"},
    RaceKey{"units", "clock_ppm", optional, "0 to 1000"},
    RaceKey{"units", "card_mib", optional, "0.5 to 65536"},
    RaceKey{"units", "power_cuts_per_hour", optional, per_hour_right},
    RaceKey{"units", "power_cut_s", optional, "seconds from 0 to 86400"},
    RaceKey{"units", "old_firmware_share", optional, share_right},
    RaceKey{"units", "flawed_share", optional, share_right},
    RaceKey{"units", "report_s", optional, "seconds from 0.2 to 3600"},
    RaceKey{"mishap", "kind", required, "a kind of mishap, such as \"no-network\""},
    RaceKey{"mishap", "at", optional, "a time after the first gun, such as \"+00:20:00\""},
    RaceKey{"mishap", "leg", optional, leg_right},
    RaceKey{"mishap", "lap", optional, "one of the leg's laps; 1 when absent"},
    RaceKey{"mishap", "metres", optional, metres_right},
    RaceKey{"mishap", "bibs", optional, "a list of bibs of the race, each once"},
    RaceKey{"mishap", "share", optional, share_right},
    RaceKey{"mishap", "lasts_s", optional, "seconds, more than 0 to 172800"},
    RaceKey{"mishap", "amount", optional, "what the kind of mishap asks for"},
};

} // namespace

std::span<const RaceKey> scenario_keys() { return keys; }

} // namespace lanterne::simulator
