#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/plan/point_lap.hpp"
#include "core/plan/sex.hpp"

namespace lanterne::plan {

/// Which entries something concerns: those that every list which is not empty names.
struct Filter {
    std::vector<std::string> variants; ///< ids; "" is the race's own course
    std::vector<std::string> categories;
    std::vector<std::string> waves;
    std::vector<std::string> teams;
    std::vector<Sex> sexes;
    std::optional<int> youngest; ///< years that it turns in the year of the race, at least
    std::optional<int> oldest;   ///< at most; without a year of birth nobody has an age

    bool operator==(const Filter&) const = default;
};

/// A pair of timing points that has a time of its own: T1, a climb, a leg.
struct Segment {
    std::string id;
    std::string name;
    PointLap from;
    PointLap to;

    bool operator==(const Segment&) const = default;
};

/// Where the clock of a ranking begins.
enum class TimeBasis : std::uint8_t {
    planned, ///< the entry's slot; else as its wave starts: the gun, or its own way through the
             ///< gate
    gun,     ///< the wave's
    net,     ///< its own start passage; where that was not seen the gun (athletics' rule 165.24
             ///< allows it to be shown, and orders by the gun)
    slot,    ///< even for who starts late; the gun where the entry has none
    segment, ///< the segment's first point
};

enum class Rounding : std::uint8_t { down, nearest, up };

/// How times are shown. They are ordered as they are, before this. (Athletics' rule 165.24 rounds
/// up to the next longer second on the road.)
struct Display {
    Rounding rounding = Rounding::down;
    Milliseconds unit{1'000}; ///< 1'000, 100 or 10

    bool operator==(const Display&) const = default;
};

/// What makes an entry come before another.
enum class Measure : std::uint8_t {
    time, ///< less of it
    laps, ///< more of them, then less time
};

/// What separates two of equal time.
enum class TieBreak : std::uint8_t { segment, older, younger };

struct TieRule {
    TieBreak by = TieBreak::segment;
    std::string segment; ///< id: who was faster there

    bool operator==(const TieRule&) const = default;
};

/// A list of places: who is on it, and what puts one before the other.
struct Ranking {
    std::string id;
    std::string name;
    Filter who;
    TimeBasis basis = TimeBasis::planned;
    std::string segment; ///< id, of that basis
    Measure by = Measure::time;
    Display display;
    std::vector<TieRule> ties; ///< one after the other; who is still equal shares the place
    /// Who follows the one before by less gets the time of the first of its group (in road races by
    /// bike the gap is a second). Nobody orders a group by satellites: who was timed by them and is
    /// in no finish order shares its place.
    std::optional<Milliseconds> group_gap;
    std::uint32_t prizes = 3;    ///< so many places have one
    std::uint32_t qualifies = 0; ///< so many places earn something else: a start, a final

    bool operator==(const Ranking&) const = default;
};

} // namespace lanterne::plan
