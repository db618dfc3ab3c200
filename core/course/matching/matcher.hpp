#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/time.hpp"
#include "core/course/course.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/matching/seen.hpp"

namespace lanterne::course {

/// Where an athlete is, as far as the fixes up to now tell.
struct Match {
    UtcTime time;              ///< of the fix
    bool on_course = false;    ///< else along says where the course was left
    Metres along{0};           ///< on the unrolled course, 0 to its length
    Metres off{0};             ///< from the line
    double speed_mps = 0;      ///< along the course
    double sure = 0;           ///< 0 to 1: the share of the histories that agree
    double off_course_for = 0; ///< seconds
};

/// Follows one athlete along the unrolled course. Progress is a state, not a nearest point: the
/// possible histories are kept side by side, each a place and speed on the way that the next fix
/// makes more or less likely, within what the sport's speed allows. So shared roads, out-and-back,
/// laps, a start grid and standing still come out right. (A bank of Kalman filters, pruned; a
/// hidden Markov model whose hidden state is the place on the way.)
///
/// Fixes in, in ascending time; the same fixes give the same answers, bit by bit. The course
/// outlives the matcher and does not move. One thread.
class Matcher {
public:
    static constexpr std::size_t max_histories = 8; ///< the least likely are given up
    static constexpr double settling_s = 60;        ///< of fix time, behind a timing point

    /// Nothing before the gun is progress.
    Matcher(const Course& course, UtcTime gun);

    /// Takes a fix. Answers the timing points that are certain now to have been passed or missed,
    /// in order, and once more, settled, those that were answered settling_s of fix time ago. A fix
    /// before the gun or not newer than the last is left out.
    Findings take(const Fix& fix);

    /// What would be settled, or missed, if no further fix came.
    Findings at_end() const;

    /// After the newest fix that was taken.
    const std::optional<Match>& match() const { return match_; }

    /// The first timing point that is not decided.
    std::size_t next_point() const { return next_point_; }

private:
    Seen see(const Fix& fix) const;
    Reach reach_of_all(const Seen& seen) const;
    void spawn(const History& parent, const Seen& seen, const std::vector<NearPlace>& places,
               std::vector<History>& children) const;
    void decide(Findings& findings);
    void settle(double now, Findings& findings);
    void describe(UtcTime time, const Seen& seen, const std::vector<NearPlace>& places);

    const Course* course_;
    UtcTime gun_;
    std::optional<UtcTime> newest_;
    std::optional<Position> last_position_;
    std::vector<History> histories_;
    std::size_t next_point_ = 0;
    std::vector<Crossing> unsettled_; ///< said, and to be said once more
    std::optional<Match> match_;
};

} // namespace lanterne::course
