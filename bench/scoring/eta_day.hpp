#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/course/course.hpp"
#include "hal/simulated/random.hpp"

namespace lanterne::bench {

/// What kind of race a day is.
enum class DayKind : std::uint8_t { trail, road_ride, triathlon };

/// Whole days of athletes whose pace follows laws of its own, none of them the forecaster's: slopes
/// by Tobler's exponential uphill and a personal gift downhill; crises that come at an hour and
/// deepen; fast and slow starters, a kick at the end; ground that suits some; wind that turns, by
/// the heading of the road; groups of riders who share it on the flat and break on climbs; halts at
/// tables, punctures; heat.
class EtaDay {
public:
    static constexpr std::size_t athletes = 120;
    static constexpr double common_point_m = 5'000; ///< a timing point each

    EtaDay(DayKind kind, std::uint64_t seed);

    const course::Course& course() const { return course_; }

    /// The same course without its heights.
    course::Course flat() const;

    /// Lets a second pass.
    void step();

    double now_s() const { return now_s_; }

    /// Where on the unrolled course, in truth.
    double along(std::size_t athlete) const { return all_[athlete].along; }

    bool has_left(std::size_t athlete) const { return all_[athlete].has_left; }

    bool is_over() const;

private:
    struct Athlete {
        double along = 0;
        double speed = 0;
        std::vector<double> leg_speed; ///< fresh, on the flat
        double up = 0;
        double down = 0;
        double crisis_s = 0;
        double depth = 0;
        double start_fast = 0;
        double kick = 0;
        double taste = 0; ///< for bad ground
        double surge_s = 0;
        double halts_at_tables = 0;
        double halt_s = 0;         ///< still to stand
        double leaves_at = 0;      ///< along
        double next_table = 0;     ///< along
        std::vector<double> stays; ///< in transitions, by leg; taken once
        bool has_left = false;
    };

    Athlete athlete(DayKind kind);
    double wanted(const Athlete& one, double gradient, std::size_t leg) const;
    double common(double along, course::Sport sport, double taste) const;
    double in_group(std::size_t place, double own, double gradient) const;
    void halt(Athlete& one, course::Sport sport);

    DayKind kind_;
    hal::simulated::Random random_;
    course::Course course_;
    std::vector<double> surface_; ///< by pieces of the course, 1 is good
    std::vector<double> heading_; ///< radians
    double wind_mps_ = 0;
    double wind_from_ = 0;
    double wind_turns_ = 0; ///< radians an hour
    double heat_ = 0;
    std::vector<Athlete> all_;
    std::vector<std::size_t> order_; ///< foremost first
    double now_s_ = 0;
};

} // namespace lanterne::bench
