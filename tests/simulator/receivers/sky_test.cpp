#include <cmath>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/simulator/receivers/road_of_tests.hpp"

namespace lanterne::simulator {
namespace {

using enum Surroundings;

TEST(Sky, IsWaterInASwimAndElseOpen) {
    const course::Course course = road_of_tests();
    const Sky sky{course, {}, 7};

    EXPECT_EQ(sky.at(Metres{500}), water);
    EXPECT_EQ(sky.at(Metres{1'500}), open);
}

TEST(Sky, KnowsAStretchOnEachLapAndTakesTheLastThatNamesAPlace) {
    const course::Course course = road_of_tests();
    const Sky sky{course,
                  {{"bike", Metres{500}, Metres{2'500}, street},
                   {"bike", Metres{1'000}, Metres{1'200}, tunnel},
                   {"bike", Metres{9'000}, Metres{99'000}, gorge}},
                  7};
    const double lap = course::lap_length(course.legs()[1]).value;
    const auto on_lap = [&](int lap_number, double in_lap) {
        return sky.at(Metres{course.legs()[1].begin.value + lap * lap_number + in_lap});
    };

    for (const int lap_number : {0, 1}) {
        EXPECT_EQ(on_lap(lap_number, 499), open);
        EXPECT_EQ(on_lap(lap_number, 501), street);
        EXPECT_EQ(on_lap(lap_number, 1'001), tunnel);
        EXPECT_EQ(on_lap(lap_number, 1'201), street);
        EXPECT_EQ(on_lap(lap_number, 2'501), open);
        EXPECT_EQ(on_lap(lap_number, 9'001), gorge);
    }
}

TEST(Sky, PullsToOneSideAsTheHousesStandAndTheSameOnEachLap) {
    const course::Course course = road_of_tests();
    const Sky sky{course, {}, 7};
    const double lap = course::lap_length(course.legs()[1]).value;
    int changes = 0;
    for (double along = 1'100; along < 1'000 + lap; along += 10) {
        const double pull = sky.pull_at(Metres{along});
        ASSERT_LE(std::abs(pull), 1);
        ASSERT_NEAR(sky.pull_at(Metres{along + lap}), pull, 1e-9);
        changes += pull * sky.pull_at(Metres{along + 10}) < 0 ? 1 : 0;
    }

    EXPECT_GE(changes, 2);
    EXPECT_LE(changes, 16) << "a row of houses is half a kilometre long";
}

TEST(Sky, RefusesStretchesThatCannotBe) {
    const course::Course course = road_of_tests();
    const auto sky = [&](const Stretch& stretch) { return Sky{course, {stretch}, 7}; };

    EXPECT_THROW(sky({"walk", Metres{0}, Metres{9}, street}), std::invalid_argument);
    EXPECT_THROW(sky({"bike", Metres{9}, Metres{9}, street}), std::invalid_argument);
    EXPECT_THROW(sky({"bike", Metres{-1}, Metres{9}, street}), std::invalid_argument);
    EXPECT_THROW(sky({"bike", Metres{0}, Metres{std::nan("")}, street}), std::invalid_argument);
}

TEST(Surroundings, AreReadAsTheyAreWritten) {
    for (const Surroundings what : {open, street, gorge, trees, tunnel, water}) {
        EXPECT_EQ(parse_surroundings(to_text(what)), what);
    }
    EXPECT_EQ(parse_surroundings("cave"), std::nullopt);
}

} // namespace
} // namespace lanterne::simulator
