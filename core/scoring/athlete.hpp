#pragma once

#include <optional>
#include <vector>

#include "core/base/fix.hpp"
#include "core/course/matching/matcher.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/race.hpp"
#include "core/scoring/trace.hpp"

namespace lanterne::scoring {

/// What an entry's fixes say, scored one after the other: everything here follows from the plan and
/// those fixes. The plan outlives it and does not move.
class Athlete {
public:
    Athlete(const plan::RacePlan& plan, const plan::Entry& entry);

    /// Takes a fix that is newer than newest().
    void take(const Fix& fix);

    const plan::Entry& entry() const { return *entry_; }

    const std::optional<Fix>& newest() const { return newest_; }

    const std::vector<Passage>& passages() const { return passages_; }

    const std::optional<course::Match>& match() const { return matcher_.match(); }

    /// Of its start passage.
    std::optional<UtcTime> started() const;
    /// Of its finish passage.
    std::optional<UtcTime> finished() const;

    /// How far along it was seen, or passed a point; never beyond the course.
    Metres progress() const;

    /// Time from its own start to that place of the course, where it has been already.
    std::optional<Milliseconds> time_to(Metres along) const;

    /// What it does as of then.
    Status status(UtcTime as_of) const;

    void mark_unscored() { is_unscored_ = true; }

private:
    void start();
    void pass(const course::Crossing& crossing);
    bool starts_by_gun(const course::TimingPoint& point) const;

    const plan::RacePlan* plan_;
    const plan::Entry* entry_;
    plan::Wave wave_;
    course::Matcher matcher_;
    Trace trace_;
    std::optional<Fix> newest_;
    std::vector<Passage> passages_;
    Metres anchor_{0}; ///< where it stands, if it stands
    UtcTime anchored_{};
    bool is_unscored_ = false;
};

} // namespace lanterne::scoring
