#include <algorithm>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::at;
using drawn::bib;
using drawn::board;
using drawn::passed;
using drawn::race_on;
using drawn::walk;

constexpr Metres cell{8}; // 4 m/s at two seconds a cell

Race run(std::string_view drawing, std::string_view track) {
    Race race{race_on(cell, drawing, {"7"})};
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, track)));
    return race;
}

// On an undisturbed track times are good to 0.3 s: rounded positions and speeds, and the filter's
// first seconds.
TEST(Race, TimesEachPointOnceInTheOrderOfTheCourse) {
    const Race race = run("S-----1-----2-----F", ">>>>>>>>>>>>>>>>>>>>>>>>>>>");

    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.0 2@24.0 F@36.0");
    EXPECT_EQ(board(race, at(60)), "7 finished 1 +0.0");
}

TEST(Race, CountsATimingPointOnceWhenTheAthleteStandsOnIt) {
    const Race race =
        run("S-----1-----------------F", ">>>>>>oooooooooooooooooooooooooooooo>>>>>>>>");

    EXPECT_EQ(race.passages(bib("7")).size(), 2U);
}

TEST(Race, CountsATimingPointOnceWhenTheAthleteWalksBackOverIt) {
    const Race race = run("S-----1-----------------F", ">>>>>>>>>>>>oo<<<<<<<<oo>>>>>>>>>>>>>>>");

    ASSERT_EQ(race.passages(bib("7")).size(), 2U);
    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.0");
}

TEST(Race, StartsNobodyBeforeTheGun) {
    Race race{race_on(cell, "S-----1-----F", {"7"})};

    EXPECT_TRUE(race.apply(bib("7"), walk(cell, ">>>>>>>>>>>>>>>>", -60)));

    EXPECT_EQ(passed(race, "7"), "");
    EXPECT_EQ(board(race, at(-20)), "7 not_started - -");
}

} // namespace
} // namespace lanterne::scoring
