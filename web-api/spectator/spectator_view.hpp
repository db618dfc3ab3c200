#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/wire/live.hpp"
#include "web-api/forecasts/round_band.hpp"
#include "web-api/races/race_store.hpp"
#include "web-api/spectator/frame_id.hpp"

namespace lanterne::web {

/// Of a race with more entries, ranks and gaps of those under way and behind the front are told in
/// each tenth second alone: with receivers' noise most of them change each second, and nobody reads
/// that.
inline constexpr std::size_t told_each_second = 200;
inline constexpr std::uint64_t places_each_s = 10;
inline constexpr std::uint32_t front_ranks = 10;

/// Metres to which alongs of those under way are rounded: of a large field to less than its
/// receivers' noise.
constexpr std::uint32_t along_step(std::size_t entries) {
    return entries <= told_each_second ? 1 : 2;
}

/// In 1e-5 degree, about a metre.
struct RoundPlace {
    std::int32_t latitude_e5 = 0;
    std::int32_t longitude_e5 = 0;

    bool operator==(const RoundPlace&) const = default;
};

/// An entry in the resolution of the stream (FORMAT.md says the units).
struct SpectatorRow {
    wire::RaceStatus status = wire::RaceStatus::not_started;
    std::optional<std::uint32_t> along_m;
    std::optional<RoundPlace> place; ///< off the line alone
    std::optional<UtcTime> fix_time;
    std::optional<std::uint32_t> rank;
    std::optional<std::int64_t> gap_ms; ///< under way whole seconds, from two minutes on five
    bool is_linked = false;
    std::optional<std::uint32_t> next_report_s;
    std::optional<std::uint8_t> battery_pct;
    std::uint8_t reason = 0;
    std::uint32_t speed_dmps = 0; ///< 0: not known

    bool operator==(const SpectatorRow&) const = default;
};

struct SpectatorArrival {
    std::string point;
    std::uint32_t leg = 0;
    std::uint32_t lap = 1;
    Vagueness vagueness = Vagueness::minutes;
    RoundBand band;

    bool operator==(const SpectatorArrival&) const = default;
};

/// All that everybody may see of a race at one message.
struct SpectatorView {
    FrameId id;
    UtcTime time; ///< race time
    RaceState state = RaceState::before;
    std::uint64_t last_event = 0;
    std::vector<Bib> bibs;
    std::vector<SpectatorRow> rows;                      ///< one a bib
    std::vector<std::vector<SpectatorArrival>> arrivals; ///< one a bib
    std::vector<wire::LiveGrade> grades;                 ///< by horizon
};

/// What is known of a race, as public_entry() gives it: entries in the order of their bibs.
struct SpectatorSource {
    FrameId id;
    UtcTime time;
    RaceState state = RaceState::before;
    std::uint64_t last_event = 0;
    std::vector<wire::LiveEntry> entries;
    std::vector<wire::LiveForecast> forecasts;
    std::vector<wire::LiveGrade> grades;
};

/// `before` is the view of the message before it, null when there is none of the same entries.
/// From the first second that is a multiple of places_each_s on, the view is a function of the
/// source alone, or of the sources since such a second: every process comes to the same.
SpectatorView look(const SpectatorSource& source, const SpectatorView* before);

} // namespace lanterne::web
