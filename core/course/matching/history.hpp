#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/course/course.hpp"
#include "core/course/matching/crossing.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// One possible history of an athlete on the course: where on the way (or since when off it), how
/// fast, and which timing points were passed when. A value; the matcher keeps several side by side.
class History {
public:
    /// Somewhere about the begin of the course, at the gun.
    explicit History(const WayState& start) : head_{start}, tail_{start} {}

    double score = 0; ///< logarithm of its likelihood beside the others

    double t() const { return head_t_; }

    const WayState& state() const { return head_; }

    bool is_away() const { return away_.has_value(); }

    /// Metres along: off the course, where it was left.
    double along() const { return head_.along(); }

    /// The leg that it is on: a swim lasts until something tells of land.
    std::size_t leg() const { return leg_; }

    void enter(std::size_t leg) { leg_ = leg; }

    /// True when the last sightings tell of land behind a swim that ends there: at sea a fix says
    /// little of the shore, but nobody swims as fast as people run, or far inland.
    bool is_ashore(double swim_end) const;

    /// What told of land was on land, seen as that motion says; the filter goes over it again.
    void land(double swim_end, const Motion& motion);

    /// Seconds off the course; 0 on it.
    double away_for() const { return away_ ? head_t_ - away_->t : 0; }

    double away_since() const { return away_ ? away_->t : head_t_; }

    /// Seconds since it came back with timing points cut; since the gun without any.
    double cut_for() const { return head_t_ - cut_t_; }

    /// When the course was left for that cut.
    double cut_from() const { return cut_from_; }

    /// Metres travelled since the course was left.
    double travelled_away() const { return away_ ? away_->travelled : 0; }

    /// The first timing point that this history has not behind it.
    std::size_t next_point() const { return next_point_; }

    /// What it passed and nobody took yet, in order.
    const std::vector<Crossing>& crossings() const { return crossings_; }

    /// Drops what it passed up to that point.
    void forget_crossings(std::size_t point);

    /// On the way: takes the next sighting.
    void follow(const Sighting& sighting);

    /// Off the way at that time, having moved so far since the last fix.
    void stay_away(double t, double moved);

    /// Back on the way. Points in between count as passed when the way travelled allows for the way
    /// along; else they were cut, and stay without a time.
    void come_back(const Sighting& sighting, const std::vector<TimingPoint>& points);

    /// Notes the timing points before `end` along that are behind it by now, once their time is
    /// settled.
    void note_crossings(const std::vector<TimingPoint>& points, double end);

private:
    struct Away {
        double t = 0; ///< of the last fix on the way
        double travelled = 0;
    };

    static constexpr std::size_t kept = 16; ///< sightings that a time is smoothed from

    void keep(const Sighting& sighting);
    void note_behind(const std::vector<TimingPoint>& points, double along);
    bool is_settled(const Crossing& crossing, bool last) const;

    WayState head_; ///< after the newest sighting
    double head_t_ = 0;
    double interval_ = 0; ///< seconds between the last two fixes
    WayState tail_;       ///< before the oldest that is kept
    double tail_t_ = 0;
    std::array<Sighting, kept> sightings_;
    std::size_t sighted_ = 0;
    std::size_t leg_ = 0;
    double cut_t_ = 0;
    double cut_from_ = 0;
    std::optional<Away> away_;
    std::size_t next_point_ = 0;
    std::vector<Crossing> crossings_;
};

/// When the smoothed way passed that far along for the last time.
Crossing crossing_of(double along, std::span<const Sighting> sightings,
                     std::span<const WayState> states);

} // namespace lanterne::course
