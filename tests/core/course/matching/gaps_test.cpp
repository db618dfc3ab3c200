#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/course/matching/bends.hpp"
#include "core/course/matching/gaps.hpp"
#include "core/course/matching/passing.hpp"

namespace lanterne::course {
namespace {

const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

// To the north for a kilometre, then a round of 100 m radius to the right.
Course road_and_circle() {
    std::vector<Position> points;
    for (double north = 0; north < 1'000; north += 50) {
        points.push_back(ground.to_position({0, north}));
    }
    for (double angle = 0; angle < 6; angle += 0.05) {
        points.push_back(
            ground.to_position({100 - 100 * std::cos(angle), 1'000 + 100 * std::sin(angle)}));
    }
    return {
        {{.id = "run", .name = "run", .sport = Sport::run, .line = geo::Polyline{points}}}, {}, {}};
}

Step step_at(double t, double along, double mps) {
    return {.t_ms = static_cast<std::int32_t>(t * 1000),
            .along_cm = static_cast<std::int32_t>(along * 100),
            .north = 30'000,
            .speed_cmps = static_cast<std::int16_t>(mps * 100),
            .accuracy_dm = 30};
}

/// Fixes of one on the road: each second, or after a silence.
class Way {
public:
    Way& go(double mps, int seconds) {
        for (int i = 0; i < seconds; ++i) {
            silence(1, mps, mps);
        }
        return *this;
    }

    /// So long, in which that far was gone at a mean, seen again at that speed.
    Way& silence(double seconds, double mean_mps, double mps) {
        t_ += seconds;
        along_ += mean_mps * seconds;
        steps_.push_back(step_at(t_, along_, mps));
        return *this;
    }

    std::optional<Crossing> passing(double along) const {
        return passing_of(course_, steps_, std::nullopt, along, 15);
    }

    std::vector<Sighting> blanks() const { return with_blanks(course_, steps_); }

private:
    Course course_ = road_and_circle();
    std::vector<Step> steps_{step_at(0, 100, 4)};
    double t_ = 0;
    double along_ = 100;
};

double error_of(const std::optional<Crossing>& crossing, double truth) {
    return std::abs(crossing.value().t - truth);
}

TEST(Gap, IsFilledWithMomentsInWhichNothingWasSeen) {
    const std::vector<Sighting> all = Way{}.go(4, 5).silence(30, 4, 4).blanks();

    EXPECT_EQ(std::ranges::count(all, true, &Sighting::is_blank), 9);
    EXPECT_FALSE(all.back().is_blank);
    EXPECT_EQ(all.back().t, 35);
}

TEST(Gap, HasNoMomentsBetweenUsualFixesNorWhileSomebodyStands) {
    const std::vector<Sighting> all = Way{}.go(4, 5).go(0, 60).blanks();

    EXPECT_EQ(std::ranges::count(all, true, &Sighting::is_blank), 0);
}

// Stood until 40 s, then ran 40 m at 4 m/s: at the gate 20 m on at 45 s.
TEST(Gap, TimesWhoStartedInIt) {
    const auto crossing = Way{}.go(4, 30).go(0, 5).silence(15, 40 / 15.0, 4).go(4, 60).passing(240);

    EXPECT_LT(error_of(crossing, 45), 1);
    EXPECT_LT(crossing->standard_error_s, 2);
    EXPECT_GT(crossing->standard_error_s, 0.4);
}

// Ran on for 5 s, then stood.
TEST(Gap, TimesWhoHaltedInIt) {
    const auto crossing = Way{}.go(4, 30).silence(20, 1, 0).go(0, 60).passing(230);

    EXPECT_LT(error_of(crossing, 32.5), 1.5);
    EXPECT_LT(crossing->standard_error_s, 3);
}

TEST(Gap, IsUncertainWhereSomebodyHaltedUnseenWithin) {
    const auto went_on = Way{}.go(4, 60).silence(40, 4, 4).go(4, 60).passing(420);
    const auto halted = Way{}.go(4, 60).silence(40, 2, 4).go(4, 60).passing(380);

    EXPECT_LT(error_of(went_on, 80), 1);
    EXPECT_GT(halted->standard_error_s, 3 * went_on->standard_error_s);
}

TEST(BendAlong, AddsUpWhatALineTurns) {
    const Course course = road_and_circle();
    const Leg& leg = course.legs().front();

    EXPECT_NEAR(bend_along(leg, 100, 800).right, 0, 1e-9);
    EXPECT_NEAR(bend_along(leg, 1'050, 1'250).right, 2, 0.15);
    EXPECT_NEAR(bend_along(leg, 1'250, 1'050).right, -2, 0.15);
    EXPECT_LT(bend_along(leg, 1'050, 1'250).saved, 1); // no corner to round
}

} // namespace
} // namespace lanterne::course
