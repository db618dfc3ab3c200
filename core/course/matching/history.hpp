#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/course/course.hpp"
#include "core/course/matching/crossing.hpp"
#include "core/course/matching/estimate.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/matching/seen.hpp"
#include "core/course/matching/steps.hpp"

namespace lanterne::course {

/// A timing point that a history has behind it, not yet certain.
struct Behind {
    Crossing crossing;
    bool is_cut = false; ///< the way travelled was too short: there is no time
    double from = 0;     ///< seconds from the gun: last known before it,
    double to = 0;       ///< first known behind it
};

/// One possible history of an athlete on the course: where on the way (or since when off it), how
/// fast, and which timing points are behind. A value; the matcher keeps several side by side, whose
/// steps lie in one common store.
class History {
public:
    /// Somewhere about the begin of the course, at the gun.
    explicit History(const Estimate& start) : estimate_{start} {}

    double score = 0;                ///< logarithm of its likelihood beside the others
    std::int16_t step = Steps::none; ///< the newest, where the way so far leads to
    std::optional<Step> taken;       ///< the next one, until it is known that the history stays

    double t() const { return t_; }

    const Estimate& estimate() const { return estimate_; }

    bool is_away() const { return is_away_; }

    /// Metres along: off the course, where it was left.
    double along() const { return estimate_.along(); }

    /// The leg that it is on: a swim lasts until something tells of land.
    std::size_t leg() const { return leg_; }

    void enter(std::size_t leg) { leg_ = static_cast<std::uint32_t>(leg); }

    /// Seconds off the course; 0 on it.
    double away_for() const { return is_away_ ? t_ - away_t_ : 0; }

    double away_since() const { return is_away_ ? away_t_ : t_; }

    /// Metres travelled since the course was left.
    double travelled_away() const { return is_away_ ? travelled_ : 0; }

    /// Seconds between the last fix on the course and the first one off it; 0 on it.
    double leaving_for() const { return is_away_ ? leaving_ : 0; }

    bool goes_backward() const { return is_backward_; }

    /// How far to the right of a line of that direction the athlete would be seen now, and how much
    /// that may differ. The error that was seen last is forgotten bit by bit.
    Expected beside(const geo::PlanePoint& direction, double seconds, const Motion& motion) const;

    /// Where the last sighting was seen, as from the way: east and north; none off the course.
    geo::PlanePoint error() const { return is_away_ ? geo::PlanePoint{} : error_; }

    /// The first timing point that this history has not behind it.
    std::size_t next_point() const { return next_point_; }

    /// What it has behind it and nobody took yet, in order.
    const std::vector<Behind>& behind() const { return behind_; }

    bool has_cut() const { return cut_t_ > 0; }

    void put_behind(const Behind& point);

    /// Drops what it has behind it up to that point.
    void forget_up_to(std::size_t point);

    /// On the way: the next sighting, with that much to the right of the line. True when the
    /// history begins with it to go backward.
    bool follow(const Sighting& sighting, double right);

    /// Off the way at that time, having moved so far since the last fix.
    void stay_away(double t, double moved);

    /// Back on the way. Points in between count as passed when the way travelled allows for the way
    /// along; else they were cut.
    void come_back(const Sighting& sighting, double right, const std::vector<TimingPoint>& points);

    /// From the way to a place farther along, by a short cut that nobody saw.
    void cut_to(const Sighting& sighting, double right, const std::vector<TimingPoint>& points);

    /// Out of the water: what the receiver errs is another error now.
    void land(const Sighting& sighting);

private:
    void join(const Sighting& sighting, double right);
    void remember(const Sighting& sighting, double right);
    void turn_to(const geo::PlanePoint& direction);

    Estimate estimate_; ///< after the newest sighting
    double t_ = 0;
    double away_t_ = 0; ///< of the last fix on the way
    double travelled_ = 0;
    double leaving_ = 0;
    double cut_t_ = 0;
    geo::PlanePoint error_;     ///< how far from the way the last sighting was seen
    geo::PlanePoint direction_; ///< of the line there
    double right_ = 0;          ///< metres to the right of the line, in the mean of some seconds
    std::uint32_t leg_ = 0;
    std::uint32_t next_point_ = 0;
    bool is_away_ = false;
    bool is_backward_ = false;
    bool has_seen_ = false;
    std::vector<Behind> behind_;
};

} // namespace lanterne::course
