#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/plan/point_lap.hpp"
#include "core/plan/ranking.hpp"

namespace lanterne::plan {

/// What became of an entry.
enum class Outcome : std::uint8_t {
    finished,
    racing,
    not_started,
    lapped,          ///< LAP: taken out because the leader had lapped it
    over_time_limit, ///< OTL
    not_classified,  ///< NC: went the way, has no place
    did_not_finish,  ///< DNF
    disqualified,    ///< DSQ
    did_not_start,   ///< DNS
};

enum class LimitFrom : std::uint8_t {
    clock,  ///< a time of the day
    gun,    ///< of the entry's wave
    start,  ///< of its own clock, neutral time taken off
    winner, ///< a share of the best time to that point
};

/// Who passes a point later is over the limit; passing at the limit itself is in time.
struct CutOff {
    PointLap at;
    Filter who;
    LimitFrom from = LimitFrom::gun;
    UtcTime clock;                    ///< of that kind
    Milliseconds limit{0};            ///< after gun or start
    std::uint32_t share_permille = 0; ///< of the best time of those whom the cut-off concerns and
                                      ///< who go the same course: 1'080 is eight per cent more

    bool operator==(const CutOff&) const = default;
};

enum class EndBy : std::uint8_t {
    all,    ///< everybody goes the whole way
    leader, ///< when the first has gone the whole way, everybody ends at his next pass of the line
    laps,   ///< the same, when the first has passed the line so often
    time,   ///< the same, when the first has gone so many laps more after the minutes are over
};

enum class Lapped : std::uint8_t {
    go_on,  ///< and are placed by laps, then time
    pulled, ///< are out (LAP) once the leader is a lap ahead at the line
};

/// How a race of laps ends. But for `all` and `go_on` it needs a line.
struct RaceEnd {
    EndBy by = EndBy::all;
    std::string line;        ///< id of the timing point that counts laps; its finish counts too
    std::uint32_t laps = 0;  ///< of `laps`: in all; of `time`: after the minutes
    Milliseconds minutes{0}; ///< of `time`
    Lapped lapped = Lapped::go_on;

    bool operator==(const RaceEnd&) const = default;
};

/// What a card costs, where the act does not say it.
struct Card {
    std::string name; ///< "yellow"
    Milliseconds time{0};
    std::uint32_t disqualified_at = 0; ///< so many of them; 0: never

    bool operator==(const Card&) const = default;
};

} // namespace lanterne::plan
