#include <vector>

#include <gtest/gtest.h>

#include "web-api/entries/way_on.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using geo::PlanePoint;

const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
const UtcTime passed_time = parse_time("2026-06-14T07:00:00Z").value();

/// Two kilometres east and the same road back, then 500 m north from where it began.
course::Course out_and_back() {
    std::vector<Position> points;
    for (const PlanePoint corner : std::vector<PlanePoint>{{0, 0}, {2'000, 0}, {0, 0}, {0, 500}}) {
        points.push_back(ground.to_position(corner));
    }
    return {{{.id = "run", .sport = course::Sport::run, .line = geo::Polyline{points}}}, {}, {}};
}

/// One who passed a timing point 500 m from the begin, and goes on from there by 3 m/s with a fix
/// each second.
class WayOn : public testing::Test {
protected:
    void go(PlanePoint to) {
        const double metres = geo::length(to - at_);
        const int steps = static_cast<int>(metres / 3);
        for (int step = 1; step <= steps; ++step) {
            now_ += 1s;
            see(at_ + (to - at_) * (step / static_cast<double>(steps)));
        }
        at_ = to;
    }

    void see(PlanePoint place) {
        fixes_.push_back({.time = now_, .position = ground.to_position(place)});
    }

    std::chrono::seconds until() const {
        const UtcTime end = goes_on_until(course_, {passed_time, Metres{500}}, fixes_);
        return std::chrono::duration_cast<std::chrono::seconds>(end - passed_time);
    }

    std::chrono::seconds now() const {
        return std::chrono::duration_cast<std::chrono::seconds>(now_ - passed_time);
    }

    const course::Course course_ = out_and_back();
    PlanePoint at_{500, 0};
    UtcTime now_ = passed_time;
    std::vector<Fix> fixes_;
};

TEST_F(WayOn, IsAllThatGoesForwardOnTheCourse) {
    go({2'000, 0});
    go({1'200, 0});

    EXPECT_EQ(until(), now());
}

TEST_F(WayOn, EndsWhereTheCourseIsLeft) {
    go({900, 0});
    const auto gave_up = now();
    go({900, 400});

    EXPECT_GE(until(), gave_up);
    EXPECT_LE(until(), gave_up + 1s) << "the farthest along: aside is no way on";
}

TEST_F(WayOn, DoesNotGoOnWhereTheWayHomeMeetsTheCourseLater) {
    go({900, 0});
    const auto gave_up = now();
    go({900, 400});
    go({1'500, 400});
    go({1'500, 0});
    go({1'600, 0});

    EXPECT_LE(until(), gave_up + 1s);
}

// The road back is part of the course, but not yet.
TEST_F(WayOn, EndsWhereSomebodyTurnsRoundAndWalksHomeOnTheCourse) {
    go({1'000, 0});
    const auto turned = now();
    go({0, 0});

    EXPECT_EQ(until(), turned);
}

TEST_F(WayOn, GoesOnBehindAFewFixesThatAreOnlyHardToSee) {
    go({900, 0});
    for (int n = 0; n < 5; ++n) {
        now_ += 1s;
        see({903.0 + 3 * n, 80});
    }
    at_ = {915, 0};
    go({1'100, 0});

    EXPECT_EQ(until(), now());
}

TEST_F(WayOn, EndsBeforeALongSilence) {
    go({900, 0});
    const auto heard = now();
    now_ += 6min;
    at_ = {1'500, 0};
    go({1'600, 0});

    EXPECT_EQ(until(), heard);
}

TEST_F(WayOn, IsNothingWithoutAFixBehindThePoint) {
    now_ -= 10s;
    see({470, 0});

    EXPECT_EQ(until(), 0s);
}

TEST_F(WayOn, IsOnTheCourseAsFarAsideAsScoringTakesForTheSport) {
    EXPECT_TRUE(is_on(course_, ground.to_position({1'000, 0})));
    EXPECT_TRUE(is_on(course_, ground.to_position({1'000, 44})));
    EXPECT_FALSE(is_on(course_, ground.to_position({1'000, 46})));
    EXPECT_FALSE(is_on(course_, ground.to_position({2'046, 0})));
}

} // namespace

} // namespace lanterne::web
