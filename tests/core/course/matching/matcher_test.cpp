#include <cmath>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/course/matching/matcher.hpp"

namespace lanterne::course {
namespace {

const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

// A run along the corners, with a split each 100 m and one at the end.
Course run_along(const std::vector<geo::PlanePoint>& corners, std::uint32_t laps = 1) {
    std::vector<Position> points;
    for (const geo::PlanePoint corner : corners) {
        points.push_back(ground.to_position(corner));
    }
    std::vector<Leg> legs{{.id = "run",
                           .name = "Run",
                           .sport = Sport::run,
                           .line = geo::Polyline{points},
                           .laps = laps}};
    unroll(legs);
    std::vector<TimingPoint> splits;
    for (double along = 100; along < legs[0].end.value; along += 100) {
        const double lap = std::floor(along / lap_length(legs[0]).value);
        splits.push_back({.id = fmt::format("{:.0f}", along),
                          .location = "gate",
                          .lap = static_cast<std::uint32_t>(lap) + 1,
                          .along = Metres{along}});
    }
    return {legs, {{.id = "gate", .position = points.front()}}, splits};
}

// One who goes along corners at 4 m/s, with a fix each second; Doppler speeds or none.
class Runner {
public:
    Runner(const Course& course, bool has_doppler)
        : matcher_{course, gun}, has_doppler_{has_doppler} {}

    void go(geo::PlanePoint from, geo::PlanePoint to) {
        const geo::PlanePoint way = to - from;
        const int steps = static_cast<int>(std::lround(length(way) / speed));
        for (int i = 1; i <= steps; ++i) {
            see(from + way * (static_cast<double>(i) / steps), speed, geo::bearing_of(way));
        }
    }

    void stand(geo::PlanePoint at, int seconds) {
        for (int i = 0; i < seconds; ++i) {
            see(at, 0, 0);
        }
    }

    void be_silent(int seconds) { now_ += seconds; }

    double along() const { return matcher_.match()->along.value; }

    const Match& match() const { return *matcher_.match(); }

    // "100@25 200@50": rounded seconds.
    const std::string& passed() const { return passed_; }

    const std::vector<Crossing>& crossings() const { return crossings_; }

    // "200 cut": and why.
    const std::string& missed() const { return missed_; }

    const std::vector<Crossing>& settled() const { return settled_; }

private:
    static constexpr double speed = 4;

    void see(geo::PlanePoint place, double speed_mps, double course_deg) {
        now_ += 1;
        Fix fix{.time = gun + std::chrono::seconds{now_},
                .position = ground.to_position(place),
                .accuracy_dm = 30,
                .mode = FixMode::fix_3d};
        if (has_doppler_) {
            fix.speed_dmps = static_cast<std::uint16_t>(std::lround(speed_mps * 10));
            fix.course_2deg = static_cast<std::uint8_t>(std::lround(course_deg / 2) % 180);
        }
        const Findings findings = matcher_.take(fix);
        for (const Miss& miss : findings.misses) {
            missed_ += fmt::format("{}{} {}", missed_.empty() ? "" : " ", 100 * (miss.point + 1),
                                   miss.reason == MissReason::cut ? "cut" : "two histories");
        }
        for (const Crossing& crossing : findings.crossings) {
            if (crossing.is_settled) {
                settled_.push_back(crossing);
                continue;
            }
            crossings_.push_back(crossing);
            passed_ += fmt::format("{}{}@{:.0f}", passed_.empty() ? "" : " ",
                                   100 * (crossing.point + 1), crossing.t);
        }
    }

    Matcher matcher_;
    bool has_doppler_;
    int now_ = 0;
    std::string passed_;
    std::string missed_;
    std::vector<Crossing> crossings_;
    std::vector<Crossing> settled_;
};

// On undisturbed fixes; 4 m is a second's way.
constexpr double tolerance = 4;

TEST(Matcher, KnowsTheWayBackFromTheWayOutWithoutDoppler) {
    const Course course = run_along({{0, 0}, {300, 0}, {300, 4}, {0, 4}});
    Runner runner{course, false};

    runner.go({0, 0}, {300, 0});
    runner.go({300, 4}, {100, 4});

    EXPECT_NEAR(runner.along(), 504, tolerance);
    EXPECT_EQ(runner.passed().substr(0, 13), "100@25 200@50");
}

TEST(Matcher, CountsLapsOnOneRoad) {
    const Course course = run_along({{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}, 3);
    Runner runner{course, true};

    for (int lap = 0; lap < 2; ++lap) {
        runner.go({0, 0}, {100, 0});
        runner.go({100, 0}, {100, 100});
        runner.go({100, 100}, {0, 100});
        runner.go({0, 100}, {0, 0});
    }
    runner.go({0, 0}, {48, 0});

    EXPECT_NEAR(runner.along(), 848, tolerance);
}

TEST(Matcher, TakesTheStartGridForTheStartAndNotForTheEndOfALap) {
    const Course course =
        run_along({{0, 0}, {200, 0}, {200, -100}, {-100, -100}, {-100, 0}, {0, 0}}, 2);
    Runner runner{course, true};

    runner.stand({-30, 0}, 20); // on the road where each lap ends
    EXPECT_EQ(runner.along(), 0);
    runner.go({-30, 0}, {40, 0});

    EXPECT_NEAR(runner.along(), 40, tolerance);
    EXPECT_EQ(runner.passed(), "");
}

TEST(Matcher, KeepsItsPlaceWhileTheAthleteStands) {
    const Course course = run_along({{0, 0}, {300, 0}, {300, 4}, {0, 4}});
    Runner runner{course, true};

    runner.go({0, 0}, {204, 0});
    runner.stand({204, 1}, 600); // between the way out and the way back

    EXPECT_NEAR(runner.along(), 204, tolerance);
}

TEST(Matcher, FollowsWhoWalksBackAndComesAgain) {
    const Course course = run_along({{0, 0}, {500, 0}});
    Runner runner{course, true};

    runner.go({0, 0}, {160, 0});
    runner.stand({160, 0}, 2);
    runner.go({160, 0}, {60, 0});
    EXPECT_NEAR(runner.along(), 60, tolerance);
    runner.stand({60, 0}, 2);
    runner.go({60, 0}, {260, 0});

    EXPECT_NEAR(runner.along(), 260, tolerance);
    EXPECT_EQ(runner.passed(), "100@25 200@104");
}

TEST(Matcher, SaysThatTheCourseWasLeftAndWhere) {
    const Course course = run_along({{0, 0}, {500, 0}});
    Runner runner{course, true};

    runner.go({0, 0}, {160, 0});
    runner.go({160, 0}, {160, 200});

    EXPECT_FALSE(runner.match().on_course);
    EXPECT_NEAR(runner.along(), 160, 15);
    EXPECT_GT(runner.match().off.value, 100);
    EXPECT_GT(runner.match().off_course_for, 20);
}

TEST(Matcher, GivesNoTimeToAPointThatWasCut) {
    // A detour of 300 m that a straight of 100 m avoids.
    const Course course = run_along({{0, 0}, {110, 0}, {110, 100}, {210, 100}, {210, 0}, {810, 0}});
    Runner runner{course, true};

    runner.go({0, 0}, {810, 0});

    EXPECT_NEAR(runner.along(), 1'010, tolerance);
    EXPECT_EQ(runner.passed().substr(0, 4), "100@");
    EXPECT_EQ(runner.passed().find("300@"), std::string::npos);
    EXPECT_NE(runner.passed().find("600@100"), std::string::npos);
    EXPECT_EQ(runner.missed().substr(0, 15), "200 cut 300 cut"); // 400 lies where he came back
}

TEST(Matcher, GoesOnAfterMinutesOfSilence) {
    const Course course = run_along({{0, 0}, {2'000, 0}});
    Runner runner{course, true};

    runner.go({0, 0}, {200, 0});
    runner.be_silent(180);
    runner.go({920, 0}, {1'200, 0});

    EXPECT_NEAR(runner.along(), 1'200, tolerance);
    EXPECT_NE(runner.passed().find("600@"), std::string::npos);
}

TEST(Matcher, IsNotSureWhetherALapWasRunInSilence) {
    const Course course = run_along({{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}, 30);
    Runner runner{course, true};

    runner.go({0, 0}, {100, 0});
    runner.be_silent(1'500); // fifteen laps, or fourteen
    runner.go({0, 0}, {100, 0});

    EXPECT_LT(runner.match().sure, 0.9);
    // What lies before the fourteenth lap's end was passed in any case, nobody knows when.
    ASSERT_FALSE(runner.crossings().empty());
    EXPECT_LT(runner.crossings().back().point, 14 * 4);
    EXPECT_GT(runner.crossings()[20].standard_error_s, 20);
}

// One who has run fourteen laps and one who has run fifteen cross the same gates, a lap apart.
TEST(Matcher, TellsNoExactTimeAsLongAsTwoCountsOfLapsArePossible) {
    const Course course = run_along({{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}, 30);
    Runner runner{course, true};

    runner.go({0, 0}, {100, 0});
    runner.be_silent(1'500);
    for (int lap = 0; lap < 3; ++lap) {
        runner.go({0, 0}, {100, 0});
        runner.go({100, 0}, {100, 100});
        runner.go({100, 100}, {0, 100});
        runner.go({0, 100}, {0, 0});
    }

    for (const Crossing& crossing : runner.settled()) {
        EXPECT_TRUE(crossing.t < 1'525 || crossing.standard_error_s > 20)
            << course.points()[crossing.point].id << " at " << crossing.t;
    }
}

TEST(Matcher, SaysEachPassageSoonAndOnceMoreWhenItsTimeIsSettled) {
    const Course course = run_along({{0, 0}, {500, 0}});
    Runner runner{course, true};

    runner.go({0, 0}, {160, 0}); // the point at 100 m is 15 s behind
    ASSERT_EQ(runner.crossings().size(), 1U);
    EXPECT_TRUE(runner.settled().empty());
    runner.go({160, 0}, {460, 0});

    ASSERT_FALSE(runner.settled().empty());
    EXPECT_EQ(runner.settled().front().point, runner.crossings().front().point);
    EXPECT_NEAR(runner.settled().front().t, 25, 1);
}

TEST(Matcher, LeavesOutFixesBeforeTheGunAndThoseThatAreNotNewer) {
    const Course course = run_along({{0, 0}, {500, 0}});
    Matcher matcher{course, gun};
    const auto fix_at = [&](int seconds, double east) {
        return Fix{.time = gun + std::chrono::seconds{seconds},
                   .position = ground.to_position({east, 0})};
    };

    EXPECT_TRUE(matcher.take(fix_at(-5, 300)).crossings.empty());
    EXPECT_FALSE(matcher.match());
    matcher.take(fix_at(5, 20));
    matcher.take(fix_at(5, 400));

    EXPECT_EQ(matcher.match()->time, gun + std::chrono::seconds{5});
    EXPECT_NEAR(matcher.match()->along.value, 20, 15);
}

} // namespace
} // namespace lanterne::course
