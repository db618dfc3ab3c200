#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/elementary.hpp"
#include "core/course/way/kept_state.hpp"
#include "core/course/way/way_filter.hpp"
#include "core/course/way/way_smoother.hpp"

namespace lanterne::course {
namespace {

// Sightings each second on a circle that turns right, by one who rides so far to its right.
std::vector<Sighting> ridden_round(double radius, double right, double ground_mps, int seconds) {
    const double along_mps = ground_mps * radius / (radius - right);
    const auto direction_at = [&](double along) {
        return geo::PlanePoint{lanterne::sin(along / radius), lanterne::cos(along / radius)};
    };
    std::vector<Sighting> sightings;
    for (int t = 1; t <= seconds; ++t) {
        const double along = along_mps * t;
        sightings.push_back(
            {.t = static_cast<double>(t),
             .along = along,
             .direction = direction_at(along),
             .speed = ground_mps,
             .has_speed = true,
             .right = right,
             .bend = bend_between(direction_at(along - along_mps), direction_at(along), true)});
    }
    return sightings;
}

Whereabouts state_in_the_middle(const std::vector<Sighting>& sightings) {
    const WayState before = start_state(0, 3, sightings.front().speed, 1, Motion{});
    return smoothed(before, 0, sightings).at(sightings.size() / 2);
}

// Speeds alone would have the rider 10 % shorter along than a lap's line is.
TEST(WayFilter, KnowsThatTheInnerSideOfABendIsShorter) {
    const std::vector<Sighting> sightings = ridden_round(35, 3.5, 9, 60);

    const Whereabouts middle = state_in_the_middle(sightings);

    EXPECT_NEAR(middle.along(), sightings.at(30).along, 1);
}

TEST(WayFilter, KnowsThatTheOuterSideOfABendIsLonger) {
    const std::vector<Sighting> sightings = ridden_round(35, -3.5, 9, 60);

    const Whereabouts middle = state_in_the_middle(sightings);

    EXPECT_NEAR(middle.along(), sightings.at(30).along, 1);
}

// A receiver's error does not turn with the way: who rides round sees it from all sides.
TEST(WayFilter, IsSurerInABendThanOnAStraight) {
    const Whereabouts bend = state_in_the_middle(ridden_round(35, 0, 9, 60));
    const Whereabouts straight = state_in_the_middle(ridden_round(1e6, 0, 9, 60));

    EXPECT_LT(bend.along_variance(), 0.9 * straight.along_variance());
}

// Sightings each second on a straight road to the north. From second 30 on all places lie 15 m
// ahead, which is forgotten by 1/e in 12 s, as under trees; the speeds know nothing of it.
std::vector<Sighting> ridden_under_trees() {
    std::vector<Sighting> sightings;
    for (int t = 1; t <= 90; ++t) {
        const double burst = t < 30 ? 0 : 15 * lanterne::exp(-(t - 30) / 12.0);
        sightings.push_back({.t = static_cast<double>(t),
                             .along = 4.0 * t + burst,
                             .direction = {0, 1},
                             .speed = 4,
                             .has_speed = true});
    }
    return sightings;
}

TEST(WayFilter, IsNotLedAstrayByABurst) {
    const auto all = smoothed(start_state(0, 3, 4, 1, Motion{}), 0, ridden_under_trees());

    EXPECT_NEAR(all.at(29).along(), 120, 2); // 15 m off by the place alone
    EXPECT_NEAR(all.at(35).along(), 144, 2);
}

TEST(WayFilter, HoldsTheTruthThroughABurst) {
    for (const Whereabouts& one :
         smoothed(start_state(0, 3, 4, 1, Motion{}), 0, ridden_under_trees())) {
        EXPECT_GT(one.along_variance(), 0.5 * 0.5);
        EXPECT_LT(one.along_variance(), 4 * 4);
    }
}

TEST(WayFilter, FollowsWhoHaltsAtOnce) {
    std::vector<Sighting> sightings = ridden_under_trees();
    for (Sighting& one : sightings) {
        one.along = one.t <= 45 ? 4 * one.t : 180;
        one.speed = one.t <= 45 ? 4 : 0;
    }

    const auto all = smoothed(start_state(0, 3, 4, 1, Motion{}), 0, sightings);

    EXPECT_NEAR(all.at(43).along(), 176, 2);
    EXPECT_NEAR(all.at(60).along(), 180, 2);
    EXPECT_NEAR(all.at(60).speed(), 0, 0.2);
}

// Errors that wander by metres say little of a moment, but much of a minute in one place.
TEST(WayFilter, KnowsWhereSomebodyStandsTheBetterTheLonger) {
    std::vector<Sighting> sightings;
    for (int t = 1; t <= 600; ++t) {
        sightings.push_back({.t = static_cast<double>(t),
                             .along = 100 + 3 * lanterne::sin(t / 30.0),
                             .direction = {0, 1},
                             .has_speed = true});
        sightings.back().motion.stands = t > 1;
    }
    const WayState before = start_state(100, 3, 0, 1, Motion{});

    const auto minute = smoothed(before, 0, std::span{sightings}.first(60));
    const auto all = smoothed(before, 0, sightings);

    EXPECT_NEAR(all.at(300).along(), 100, 1);
    EXPECT_LT(all.at(300).along_variance(), 0.6 * minute.at(30).along_variance());
    EXPECT_NEAR(all.at(5).along(), all.at(595).along(), 1);
}

// Seen for a minute at 4 m/s, then `metres` farther after a minute without a fix.
std::vector<Whereabouts> over_a_gap(double metres) {
    std::vector<Sighting> sightings = ridden_under_trees();
    sightings.resize(60);
    for (Sighting& one : sightings) {
        one.along = 4 * one.t;
    }
    for (int i = 1; i < 20; ++i) {
        sightings.push_back({.t = 60.0 + 3 * i, .is_blank = true});
    }
    sightings.push_back({.t = 120,
                         .along = 240 + metres,
                         .direction = {0, 1},
                         .speed = 4,
                         .has_speed = true,
                         .seconds = 60});
    return smoothed(start_state(0, 3, 4, 1, Motion{}), 0, sightings);
}

TEST(WayFilter, GoesOnAtTheMeanSpeedWhereNothingIsSeen) {
    const auto all = over_a_gap(240);

    EXPECT_NEAR(all.at(69).along(), 360, 2); // in the middle
    EXPECT_LT(std::sqrt(all.at(69).along_variance()), 6);
    EXPECT_GT(all.at(69).along_variance(), all.at(40).along_variance());
}

TEST(WayFilter, IsLessSureOfAGapInWhichSomebodyHalted) {
    const auto usual = over_a_gap(240);
    const auto halted = over_a_gap(80);

    EXPECT_GT(std::sqrt(halted.at(69).along_variance()),
              2 * std::sqrt(usual.at(69).along_variance()));
}

// What later sightings teach is the same as if all had come at once: the end of the way back is the
// filter's own last state.
TEST(WayFilter, SmoothsTheNewestSightingToWhatTheFilterSays) {
    const std::vector<Sighting> sightings = ridden_round(35, 2, 9, 40);
    WayState state = start_state(0, 3, 9, 1, Motion{});
    double t = 0;
    for (const Sighting& one : sightings) {
        state = updated(predicted(state, one.t - t, one.motion, one.bend), one);
        t = one.t;
    }

    const Whereabouts last = smoothed(start_state(0, 3, 9, 1, Motion{}), 0, sightings).back();

    EXPECT_NEAR(last.along(), state.along(), 1e-9);
    EXPECT_NEAR(last.along_variance(), state.along_variance(), 1e-9);
}

TEST(KeptState, IsTheStateToSevenDigits) {
    WayState state = start_state(12345.678, 3, 9, 1, Motion{});
    for (const Sighting& one : ridden_round(35, 2, 9, 40)) {
        state = updated(predicted(state, 1, one.motion, one.bend), one);
    }

    const WayState kept = KeptState{state}.state();

    EXPECT_EQ(kept.x, state.x);
    for (std::size_t i = 0; i < WayState::size; ++i) {
        for (std::size_t j = 0; j < WayState::size; ++j) {
            EXPECT_NEAR(kept.p(i, j), state.p(i, j), 1e-6 * (1 + std::abs(state.p(i, j))));
        }
    }
}

TEST(Bend, TurnsRightToPositiveAndSavesWhereACornerIsRounded) {
    const geo::PlanePoint north{0, 1};
    const geo::PlanePoint east{1, 0};

    const Bend corner = bend_between(north, east, true);

    EXPECT_NEAR(corner.right, std::numbers::pi / 2, 1e-12);
    EXPECT_GT(corner.saved, 1);
    EXPECT_LT(corner.saved, 3);
    EXPECT_EQ(bend_between(east, north, true).right, -corner.right);
    EXPECT_EQ(bend_between(north, east, false).saved, -corner.saved); // back again
    EXPECT_EQ(bend_between(north, north, true).saved, 0);
}

} // namespace
} // namespace lanterne::course
