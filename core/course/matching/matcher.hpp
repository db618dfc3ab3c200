#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/time.hpp"
#include "core/course/course.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/outlook.hpp"
#include "core/course/matching/passing.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/matching/seen.hpp"
#include "core/course/matching/steps.hpp"

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
/// laps, a start grid and standing still come out right. (A hidden Markov model whose hidden state
/// is the place on the way: a bank of Kalman filters, pruned.)
///
/// Fixes in, in ascending time; the same fixes give the same answers, bit by bit. The course
/// outlives the matcher and does not move. A value of some kilobytes, copied as it is. One thread.
class Matcher {
public:
    static constexpr std::size_t max_histories = 8; ///< the least likely are given up
    static constexpr double settling_s = 75;        ///< of fix time, behind a timing point
    /// A fix later than this after the gun is left out.
    static constexpr Milliseconds longest_race = std::chrono::hours{20 * 24};

    /// Nothing before the gun is progress.
    Matcher(const Course& course, UtcTime gun);

    /// Takes a fix. Answers the timing points that are certain now to have been passed or missed,
    /// in order, and once more, settled, those that were passed settling_s of fix time ago. A fix
    /// before the gun or not newer than the last is left out.
    Findings take(const Fix& fix);

    /// What would be settled, or missed, if no further fix came.
    Findings at_end() const;

    /// After the newest fix that was taken.
    const std::optional<Match>& match() const { return match_; }

    /// The first timing point that is not decided.
    std::size_t next_point() const { return next_point_; }

    /// What it holds outside itself.
    std::size_t bytes_beside() const;

private:
    Seen see(const Fix& fix) const;
    void choose(const Seen& seen, const std::vector<NearPlace>& places,
                const std::vector<Outlook>& outlooks);
    void take_steps();
    void decide(Findings& findings, bool is_end);
    void settle(double until, Findings& findings);
    void describe(UtcTime time, const Seen& seen, const std::vector<NearPlace>& places);

    const Course* course_;
    UtcTime gun_;
    std::optional<UtcTime> newest_;
    std::optional<Position> last_position_;
    std::vector<History> histories_;
    Steps steps_;
    std::optional<Tail> tail_; ///< of the way that begins with tail_root_
    std::int16_t tail_root_ = Steps::none;
    double usual_interval_s_ = 1; ///< between fixes
    std::size_t next_point_ = 0;
    std::vector<Crossing> unsettled_; ///< said, and to be said once more
    std::optional<Match> match_;
};

} // namespace lanterne::course
