#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/scoring/record/record.hpp"
#include "core/scoring/ruling/observation.hpp"
#include "core/scoring/ruling/rulings.hpp"
#include "core/scoring/tracking/athlete.hpp"
#include "core/scoring/tracking/scored_course.hpp"

namespace lanterne::scoring {

/// A witness of a passage, besides the fixes.
struct Witness {
    std::size_t point = 0; ///< index into the points of the entry's course
    Observation observation;

    bool operator==(const Witness&) const = default;
};

/// Whether more fixes may come.
enum class Ending : std::uint8_t { open, ended };

/// What is known of one entry. Borrowed for the call.
struct EntryInputs {
    const plan::RacePlan& plan;
    const plan::Entry& entry;
    const Rulings& rulings;
    const ScoredCourse& course;
    const Athlete* athlete = nullptr; ///< nullptr while its wave is held
    std::span<const Witness> witnesses;
    std::optional<Athlete::Ended> ended; ///< what no further fix would leave, when that is asked
};

/// What its fixes alone say of its passages, by point, in terms of the planned course: without what
/// a moved gate makes void, and without a start by gun.
std::vector<Witness> seen_by_fixes(const EntryInputs& inputs);

/// The time at a point as the record has it; nothing where it has none.
std::optional<UtcTime> time_at(const EntryRecord& record, std::size_t point);

/// An entry's record, and what its witnesses disagree about.
struct EntryFindings {
    EntryRecord record;
    std::vector<Disagreement> disagreements; ///< by point
    /// Passages that the fixes leave in doubt and nobody else saw, by point: when they are said to
    /// have been.
    std::vector<Missing> doubted;
};

/// Folds what was seen and what people said: witnesses by decide(), then the acts in their order,
/// the last word on a passage counting.
EntryFindings find(const EntryInputs& inputs);

} // namespace lanterne::scoring
