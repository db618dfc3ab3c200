#include "core/scoring/entrant.hpp"

#include <algorithm>

#include "core/scoring/scored_order.hpp"

namespace lanterne::scoring {

Entrant::Entrant(const plan::Entry& entry, std::shared_ptr<const ScoredCourse> course,
                 std::optional<UtcTime> way_from)
    : entry_{&entry}, course_{std::move(course)}, way_from_{way_from} {
    if (way_from_) {
        track_.emplace(course_->course(), *way_from_);
    }
}

bool Entrant::is_matched(const CourseChange& change, std::optional<UtcTime> way_from) const {
    return way_from_ == way_from && course_->change() == change;
}

bool Entrant::take(std::vector<Fix> fixes) {
    sort_as_scored(fixes);
    const auto same = std::ranges::unique(fixes, {}, &Fix::time);
    fixes.erase(same.begin(), same.end());
    return take_in_order(fixes);
}

bool Entrant::take_in_order(std::span<const Fix> fixes) {
    if (!track_) {
        std::optional<Fix> newest = newest_;
        for (const Fix& fix : fixes) {
            if (newest && fix.time <= newest->time) {
                return false;
            }
            newest = fix;
        }
        newest_ = newest;
        return true;
    }
    const std::uint32_t said = track_->athlete().said();
    if (!track_->take(fixes)) {
        return false;
    }
    if (track_->athlete().said() != said) {
        ++revision;
    }
    return true;
}

bool Entrant::go_back(std::optional<UtcTime> kept) {
    if (!track_) {
        newest_.reset();
        return !kept;
    }
    if (!track_->go_back(kept)) {
        return false;
    }
    ++revision;
    return true;
}

std::optional<UtcTime> Entrant::kept_before(UtcTime late) const {
    return track_ ? track_->kept_before(late) : std::nullopt;
}

std::size_t Entrant::live_bytes() const {
    return track_ ? sizeof(Athlete) + track_->athlete().bytes_beside() : 0;
}

const std::optional<Fix>& Entrant::newest() const {
    return track_ ? track_->athlete().newest() : newest_;
}

} // namespace lanterne::scoring
