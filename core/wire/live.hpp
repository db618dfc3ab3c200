#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/wire/error.hpp"

namespace lanterne::wire {

/// Messages on ln/live stay below this; what is larger goes out in numbered parts.
inline constexpr std::size_t max_live_bytes = 15 * 1024;
inline constexpr std::uint32_t max_live_parts = 1'000;

/// An entry's state in the race.
enum class RaceStatus : std::uint8_t {
    not_started = 0,
    racing = 1,
    off_course = 2,
    stopped = 3,
    silent = 4,
    finished = 5,
    over_time_limit = 6,
    did_not_finish = 7,
    did_not_start = 8,
    disqualified = 9,
    unscored = 10,
    lapped = 11,         ///< pulled out, with the laps that it has
    not_classified = 12, ///< its race does not count
};

std::string_view to_text(RaceStatus status); ///< the enumerator's name, as REST and SQL write it
std::optional<RaceStatus> parse_race_status(std::string_view text);

/// It has ended without a finish that counts, unless a person says otherwise.
constexpr bool is_out(RaceStatus status) {
    switch (status) {
    case RaceStatus::over_time_limit:
    case RaceStatus::did_not_finish:
    case RaceStatus::did_not_start:
    case RaceStatus::disqualified:
    case RaceStatus::lapped:
    case RaceStatus::not_classified: return true;
    default: return false;
    }
}

/// Where an entry is and how it stands: one row of the board and one dot of the map.
struct LiveEntry {
    Bib bib;
    std::uint64_t version =
        0; ///< grows with each change of this race; the greater one is the newer row
    RaceStatus status = RaceStatus::not_started;
    std::optional<std::uint32_t>
        rank; ///< 1 is the leader; ties share a rank; none before the start
    std::optional<std::int64_t> gap_ms; ///< behind the leader at the same place
    std::optional<std::int64_t>
        along_dm;                     ///< decimetres along the unrolled course; none when off it
    std::optional<UtcTime> fix_time;  ///< of the newest scored fix; race time
    std::optional<Position> position; ///< of that fix
    std::optional<std::uint32_t> speed_dmps;
    std::optional<std::uint8_t> battery_pct; ///< 0 to 100
    std::optional<std::uint32_t> next_report_s;
    std::uint8_t reason = 0; ///< wire::Reason: 0 to 6
    bool is_linked = false;  ///< not separated from the one before it on the board

    bool operator==(const LiveEntry&) const = default;
};

/// An official time that became known or changed.
struct LivePassage {
    Bib bib;
    std::string point;     ///< id of the timing point, 1 to 64 bytes of printable ASCII
    std::uint32_t leg = 0; ///< index, from 0
    std::uint32_t lap = 0; ///< from 1
    UtcTime time;          ///< race time, like all times here 1970 to latest_time
    std::uint32_t standard_error_ms = 0;
    std::string source; ///< gps, unit, chip, hand, gun, official: 1 to 16 bytes of printable ASCII
    std::uint32_t revision = 0; ///< 0 at first, counted up by corrections
    bool is_bridged = false;    ///< nobody saw it: a gap whose ends leave one history
    bool is_settled = true;     ///< false: a better time follows within a minute or two
    bool is_withdrawn = false;  ///< there is no such passage any more

    bool operator==(const LivePassage&) const = default;
};

/// An entry is out of the race, or is in it again.
struct LiveOutcome {
    Bib bib;
    RaceStatus status = RaceStatus::racing;
    UtcTime time; ///< race time at which it was seen

    bool operator==(const LiveOutcome&) const = default;
};

/// What an event tells: also its name in race.race_event.
enum class LiveEventKind : std::uint8_t { passage = 0, finish = 1, withdrawn = 2, status = 3 };

std::string_view to_text(LiveEventKind kind); ///< the enumerator's name, as REST and SQL write it

/// Something that no reader may miss. A race numbers them from 1, without a hole, for good.
struct LiveEvent {
    std::uint64_t number = 0; ///< from 1
    LiveEventKind kind = LiveEventKind::passage;
    std::variant<LivePassage, LiveOutcome> what; ///< an outcome is of kind status, the others not

    bool operator==(const LiveEvent&) const = default;
};

/// When an entry is expected at a timing point: 10, 50 and 90 % of such arrivals are earlier. And
/// what weighs in it, of the way that is left.
struct LiveArrival {
    std::string point;     ///< as in a passage, and so are leg and lap
    std::uint32_t leg = 0; ///< index, from 0
    std::uint32_t lap = 0; ///< from 1
    UtcTime early;         ///< not after likely
    UtcTime likely;
    UtcTime late;                 ///< not before likely
    std::int32_t slopes_s = 0;    ///< more than on flat ground
    std::int32_t field_s = 0;     ///< more than the course explains, by those who were there today
    std::uint32_t athletes = 0;   ///< so many of them
    std::uint32_t standing_s = 0; ///< it has not moved for so long

    bool operator==(const LiveArrival&) const = default;
};

inline constexpr std::size_t max_live_arrivals = 4;

/// Where an entry is expected next, and at its finish. Replaces the one with a lower version.
struct LiveForecast {
    Bib bib;
    std::uint64_t version = 0;         ///< as of an entry's row
    std::vector<LiveArrival> arrivals; ///< in the order of the course; empty: nowhere any more

    bool operator==(const LiveForecast&) const = default;
};

/// How the forecasts of the race did that came true in the hour before: of so many, so many were
/// inside their 10 to 90 % band. Replaces the one of the same horizon.
struct LiveGrade {
    std::uint8_t horizon = 0; ///< 0: under ten minutes ahead, 1: to an hour, 2: beyond
    std::uint32_t forecasts = 0;
    std::uint32_t inside = 0; ///< not more than forecasts

    bool operator==(const LiveGrade&) const = default;
};

inline constexpr std::uint8_t live_horizons = 3;

/// Where what a frame tells was traced (W3C trace context): trace id, 16 bytes, and span id, 8,
/// both not zero.
using LiveTrace = std::array<std::byte, 24>;

/// One second of a race, or (on the snapshot channel) all of it. `epoch` names one life of the
/// ingest that numbers; `frame` is the wall seconds since the race went live. A frame without
/// changes is sent too.
///
/// Versions are those of the race in the database: a frame holds what changed in (from_version,
/// to_version], all of it and nothing else, and the next begins where it ends. A reader that knows
/// the race up to less than from_version lacks something. All of a race is (0, to_version].
struct LiveFrame {
    std::uint32_t epoch = 0;
    std::uint64_t frame = 0;
    std::uint32_t part = 0;  ///< from 0, below parts
    std::uint32_t parts = 1; ///< 1 to max_live_parts
    UtcTime race_time;
    std::uint64_t from_version = 0;
    std::uint64_t to_version = 0; ///< not below from_version
    std::optional<LiveTrace> trace;
    std::vector<LiveEntry> entries;
    std::vector<LivePassage> passages;
    std::vector<LiveForecast> forecasts;
    std::vector<LiveGrade> grades;
    std::uint64_t last_event = 0;  ///< number of the race's newest event, as of to_version
    std::vector<LiveEvent> events; ///< of those versions, by number; all of a race names none

    bool operator==(const LiveFrame&) const = default;
};

/// Refuses what would pass max_live_bytes, and what lies outside the limits above.
Result<Bytes> encode(const LiveFrame& frame);
Result<LiveFrame> decode_live_frame(ByteView payload);

/// Cuts a frame of any size into parts that can be encoded; at least one. More than
/// max_live_parts (some 150'000 entries) are cut as well, but encode refuses them.
std::vector<LiveFrame> split_into_parts(const LiveFrame& whole);

} // namespace lanterne::wire
