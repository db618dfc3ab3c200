#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/course/course.hpp"
#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/record/passage.hpp"

namespace lanterne::scoring {

/// A span of race time that does not count for an entry.
struct Neutral {
    UtcTime from;
    UtcTime to;

    bool operator==(const Neutral&) const = default;
};

/// Where an entry is by its fixes, as of then.
struct Whereabouts {
    Metres along{0};      ///< on the unrolled course; never behind the last passage
    double speed_mps = 0; ///< along it; 0 when it is off it
    UtcTime time;         ///< of the fix
    bool on_course = false;
    UtcTime on_course_until; ///< when it left the course; that time while it is on it
};

/// All that is known of one entry: what observations and acts say, before any ranking. Made by the
/// race, read by the rules; whatever is in it is in force (nothing undone or voided). The plan
/// outlives it.
struct EntryRecord {
    const plan::Entry* entry = nullptr;
    const course::Course* course = nullptr; ///< of its variant
    std::optional<UtcTime> gun;             ///< of its wave; none while the wave is held
    std::uint32_t gun_error_ms = 0;
    std::vector<Passage> passages;    ///< by point, at most one each; without those of dropped legs
    std::vector<Missing> missing;     ///< by point
    std::vector<std::size_t> vouched; ///< passed by a person's word, without a time; by point
    std::optional<std::size_t> finish; ///< index of the point that ends its race; none: it has none
    std::vector<std::size_t> dropped_legs;
    std::vector<Neutral> neutral; ///< in order, apart from each other
    std::optional<Whereabouts> seen;
    std::optional<plan::Rule> ruled; ///< the last word of a person about its status
    std::vector<plan::Penalise> penalties;
    std::vector<plan::Extend> extensions; ///< of its cut-offs; those of one point add up
    bool is_unscored = false;
};

/// True when the entry's first leg is not raced and the point is the first that is: there its clock
/// begins.
bool begins_at(const EntryRecord& record, std::size_t point);

/// What of that span counts: without the neutral time in it.
Milliseconds raced_between(const EntryRecord& record, UtcTime from, UtcTime to);

/// All that is known of a race, before any ranking. The plan outlives it.
struct RaceRecord {
    const plan::RacePlan* plan = nullptr;
    std::vector<EntryRecord> entries;      ///< as in the plan
    std::vector<plan::FinishOrder> orders; ///< as judges saw them; of one point the last word
};

} // namespace lanterne::scoring
