#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/base/fix.hpp"
#include "core/scoring/tracking/athlete.hpp"

namespace lanterne::scoring {

/// An athlete with saved states of itself, so that a fix that comes late costs a part of the way
/// and not all of it. The newest saved states lie close together and the older ones ever farther
/// apart. What it says never depends on which states were saved.
class Track {
public:
    static constexpr std::size_t max_saved = 8;
    static constexpr Milliseconds least_apart = std::chrono::minutes{2};

    Track(const course::Course& course, UtcTime gun);

    const Athlete& athlete() const { return athlete_; }

    /// Answers false, and has changed nothing, when one of them is not newer than the one before,
    /// or than the newest that it took.
    bool take(std::span<const Fix> fixes);

    /// Time of the newest fix in the newest saved state that knows nothing of `late` or later.
    /// Nothing: there is none, only the start.
    std::optional<UtcTime> kept_before(UtcTime late) const;

    /// Goes back to that saved state, or to the start; false, and nothing has changed, when there
    /// is no such state.
    bool go_back(std::optional<UtcTime> kept);

    std::size_t saved() const { return saved_.size(); }

    /// All that it holds, itself included, with its saved states.
    std::size_t bytes() const;

private:
    void save();

    const course::Course* course_;
    UtcTime gun_;
    Athlete athlete_;
    std::vector<Athlete> saved_; ///< by time of their newest fix, ascending
};

} // namespace lanterne::scoring
