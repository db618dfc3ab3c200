#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/scoring/ruling/entry_record.hpp"
#include "core/scoring/ruling/rulings.hpp"
#include "core/scoring/tracking/scored_course.hpp"
#include "core/scoring/tracking/track.hpp"

namespace lanterne::scoring {

/// An entry with its way so far. The entry and its course outlive it.
class Entrant {
public:
    /// `way_from`: from when its way counts; nothing while its wave is held.
    Entrant(const plan::Entry& entry, std::shared_ptr<const ScoredCourse> course,
            std::optional<UtcTime> way_from);

    const plan::Entry& entry() const { return *entry_; }

    const ScoredCourse& course() const { return *course_; }

    /// True when its way is matched so already.
    bool is_matched(const CourseChange& change, std::optional<UtcTime> way_from) const;

    /// Sorts by is_scored_before(), and takes of equal times the first.
    bool take(std::vector<Fix> fixes);
    bool take_in_order(std::span<const Fix> fixes);

    /// Forgets all fixes, or those newer than a saved state; see Track.
    bool go_back(std::optional<UtcTime> kept);

    std::optional<UtcTime> kept_before(UtcTime late) const;

    /// nullptr while its wave is held.
    const Athlete* athlete() const { return track_ ? &track_->athlete() : nullptr; }

    /// Of what it took; while its wave is held, of nothing.
    std::string fixes_digest() const { return track_ ? track_->athlete().fixes_digest() : ""; }

    /// Memory of its way, in bytes, without and with saved states; 0 while its wave is held.
    std::size_t live_bytes() const;

    std::size_t bytes() const { return track_ ? track_->bytes() : 0; }

    /// Of the fixes that it took.
    const std::optional<Fix>& newest() const;

    bool is_unscored = false;
    std::uint64_t revision = 0;

private:
    const plan::Entry* entry_;
    std::shared_ptr<const ScoredCourse> course_;
    std::optional<UtcTime> way_from_;
    std::optional<Track> track_;
    std::optional<Fix> newest_; ///< while the wave is held
};

} // namespace lanterne::scoring
