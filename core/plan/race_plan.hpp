#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/course/course.hpp"
#include "core/plan/rules.hpp"

namespace lanterne::plan {

inline constexpr std::size_t max_entries = 20'000;

/// What starts the clock of an entry: the wave's gun, or its own way through the start gate (net
/// time, never before the gun). A swim start is always by gun.
enum class StartBy : std::uint8_t { gun, gate };

/// A start group.
struct Wave {
    std::string id;
    std::string name;
    UtcTime gun; ///< race time
    StartBy start_by = StartBy::gun;
    std::string variant; ///< id; empty: the race's own course, unless the category says one
};

struct Category {
    std::string id;
    std::string name;
    std::string variant; ///< id; before the wave's
};

/// Another course of the same race: fewer laps for juniors, a short distance that shares the
/// finish. Its timing points have the ids of the race's own course where they mean the same.
struct Variant {
    std::string id;
    std::string name;
    course::Course course;
};

/// Who goes which leg of a relay.
struct Member {
    std::string leg; ///< id
    std::string name;

    bool operator==(const Member&) const = default;
};

/// One to n people in a race, as they were entered.
struct Entry {
    Bib bib;
    std::string name;
    Sex sex = Sex::other;
    std::optional<int> birth_year;
    std::string category; ///< id; empty: none
    std::string wave;     ///< id
    std::string team;
    std::optional<UnitSerial> unit;
    std::optional<UtcTime> slot; ///< of a time trial: when its clock starts
    std::vector<Member> members; ///< of a relay, in the order of the legs; empty: no relay
};

/// A race that is rehearsed: race time runs `rate` times as fast as wall time, from the pair of
/// starts. Times of fixes, acts and passages are race time; timers, time-outs and frame numbers are
/// wall time.
struct RehearsalClock {
    UtcTime wall_start;
    UtcTime race_start;
    double rate = 1; ///< 0.1 to 1'000
};

/// A race as it is defined, before anybody moved: what a race folder says.
struct RacePlan {
    std::string name;
    Slug slug;
    std::string time_zone; ///< IANA name, for display
    UtcTime start;         ///< the first gun
    course::Course course;
    std::vector<Wave> waves;
    std::vector<Category> categories;
    std::vector<Entry> entries; ///< by bib, unique
    std::optional<RehearsalClock> rehearsal;
    std::vector<Variant> variants; ///< besides `course`
    Rules rules;
};

/// The variant that the entry races: what its category says, else its wave; nullptr when it races
/// the race's own course. Lies in the plan.
const Variant* variant_of(const RacePlan& plan, const Entry& entry);

/// The course of that entry: what its category says, else its wave, else the race's own. Lies in
/// the plan.
const course::Course& course_of(const RacePlan& plan, const Entry& entry);

/// The race's own course, then those of its variants. They lie in the plan.
std::vector<const course::Course*> courses_of(const RacePlan& plan);

/// Race time at that wall time: the same when the race is no rehearsal.
UtcTime race_time(const std::optional<RehearsalClock>& rehearsal, UtcTime wall);

} // namespace lanterne::plan
