#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include <gtest/gtest.h>

#include "tests/core/course/matching/drawn_way.hpp"

namespace lanterne::course::drawn {
namespace {

// Every race has these; each was once counted wrong by somebody's system.

const Drawing straight{.rows = {"A------------a------1------b---------------B"}};

const Drawing round{.laps = 3,
                    .is_closed = true,
                    .rows = {"0--A------a-------B", //
                             "   |              |", //
                             "   D------b-------C"}};

const Drawing there_and_back{.rows = {"A-------a---------1--B", //
                                      "D----b------------2--C"}};

TEST(Ordinary, TellsTheWayOutFromTheWayBack) {
    Walk walk{there_and_back};

    walk.go("ABCD").stand(90);

    EXPECT_EQ(walk.passed(), "a b");
}

TEST(Ordinary, TellsTheTwoHalvesOfAFigureOfEight) {
    Walk walk{{.laps = 2,
               .is_closed = true,
               .rows = {"B---------a--------C", //
                        "                    ", //
                        "                    ", //
                        "                    ", //
                        "         A          ", //
                        "                    ", //
                        "                    ", //
                        "                    ", //
                        "D---------b--------E"}}};

    walk.go("ABCDEABCDEA").stand(90);

    EXPECT_EQ(walk.passed(), "a b a b");
}

TEST(Ordinary, CountsEachLap) {
    Walk walk{round};

    walk.go("ABCDABCDABCDA").stand(90);

    EXPECT_EQ(walk.passed(), "a b a b a b");
}

TEST(Ordinary, TakesAWarmUpLapBeforeTheGunForNothing) {
    Walk walk{round};

    walk.begin_before_gun(140).go("ABCDA").go("0").stand(60).go("ABCD").stand(90);

    EXPECT_EQ(walk.passed(), "a b");
}

TEST(Ordinary, TakesCoolDownLapsForNothing) {
    Walk walk{{.laps = 2,
               .is_closed = true,
               .rows = {"A------a-------B", //
                        "|              |", //
                        "D------b-------C"}}};

    walk.go("ABCDABCDA").go("BCDABCDA").end();

    EXPECT_EQ(walk.passed(), "a b a b");
}

TEST(Ordinary, WaitsBehindTheLineOnTheLapsEnd) {
    Walk walk{round};

    walk.go("0").stand(600).go("ABCD").stand(90);

    EXPECT_EQ(walk.passed(), "a b");
}

TEST(Ordinary, CountsWhoWalksBackOnce) {
    Walk walk{straight};

    walk.go("Aa").go_metres(40, 'B').stand(20).go("a", 3).go_metres(40, 'A').stand(5);
    walk.go("B").stand(90);

    EXPECT_EQ(walk.passed(), "a b");
    EXPECT_LT(walk.crossings().front().t, 45); // the first time
}

TEST(Ordinary, GivesNoTimeToATurnPointThatNobodyReached) {
    Walk walk{{.rows = {"A---------------1-------B", //
                        "                        a", //
                        "D-----b---------2-------C"}}};

    walk.go("A12D").stand(120).end();

    EXPECT_EQ(walk.passed(), "b");
    EXPECT_EQ(walk.missed(), "a");
}

TEST(Ordinary, CountsWhoStandsAtAGateOnce) {
    for (const double before : {0.0, 3.0, 5.0, 10.0}) {
        Walk walk{straight};
        walk.go("A").go_metres(130 - before, 'B').stand(600);
        if (before > 0) {
            EXPECT_EQ(walk.passed(), "") << before;
        }

        walk.go("B").stand(90);

        EXPECT_EQ(walk.passed(), "a b") << before;
    }
}

TEST(Ordinary, BridgesATunnel) {
    Walk walk{straight};

    walk.go("A").go_metres(80, 'B').unheard("1").go("B").stand(90);

    EXPECT_EQ(walk.passed(), "(a) b");
    EXPECT_GT(walk.crossings().front().standard_error_s, 0.4);
}

// Before the gate or behind it: the error says so.
TEST(Ordinary, KnowsNotWhereSomebodyHaltedInASilence) {
    Walk before{straight};
    before.go("A").go_metres(50, 'B').stand_unheard(40).unheard("1").go("B").stand(90);
    Walk behind{straight};
    behind.go("A").go_metres(50, 'B').unheard("1").stand_unheard(40).go("B").stand(90);

    for (const auto& [walk, truth_s] : {std::pair{before, 72.5}, std::pair{behind, 32.5}}) {
        ASSERT_EQ(walk.passed(), "(a) b");
        const Crossing& gate = walk.crossings().front();
        EXPECT_GT(gate.standard_error_s, 10);
        EXPECT_NEAR(gate.t, truth_s, 2 * gate.standard_error_s);
    }
}

TEST(Ordinary, CountsASlowLapAsOne) {
    for (const double times : {1.85, 2.0, 2.15, 2.9, 3.1, 4.15}) {
        Walk walk{round};

        walk.go("ABCDA").go("BCDA", times).go("BCDA").stand(90);

        EXPECT_EQ(walk.passed(), "a b a b a b") << times;
    }
}

// The way to the tents begins at the finish, across the course.
TEST(Ordinary, CountsWhoTurnsOffAtTheFinish) {
    Walk walk{{.rows = {"                          1", //
                        "                           ", //
                        "                           ", //
                        "                           ", //
                        "A----------b--------------aB"}}};

    walk.go("Aa1").stand(90);

    EXPECT_EQ(walk.passed().substr(0, 3), "b (");
    EXPECT_EQ(walk.crossings().back().point, 1U);
    EXPECT_NEAR(walk.crossings().back().t, 65, 5);
}

TEST(Ordinary, CountsNobodyWhoTurnsOffBeforeTheFinish) {
    Walk walk{{.rows = {"                    1      ", //
                        "                           ", //
                        "                           ", //
                        "                           ", //
                        "A----------b--------2-----aB"}}};

    walk.go("A21").stand(90).end();

    EXPECT_EQ(walk.passed(), "b");
}

// An error of the receiver that stays for minutes, two thirds of the bends' radius.
TEST(Ordinary, CountsTheLapsOfALoopNoWiderThanTheError) {
    Walk walk{{.laps = 4,
               .is_closed = true,
               .rows = {"   AaB 1  ", //
                        "          ", //
                        " H 6   C 2", //
                        "          ", //
                        " G 5   D 3", //
                        "          ", //
                        "   F E 4  "}}};

    walk.go("B1234E56B1234E56B1234E56B1234E56B").stand(90).end();

    EXPECT_EQ(walk.passed(), "a a a a");
}

TEST(Ordinary, GivesNoTimeToWhatWasCutInSilence) {
    Walk walk{{.rows = {"A---1-----------2-------B", //
                        "                        a", //
                        "D---4-----b-----3-------C"}}};

    walk.go("A1").unheard("23").go("4D").stand(120).end();

    EXPECT_EQ(walk.passed(), "b");
    EXPECT_EQ(walk.missed(), "a");
}

TEST(Ordinary, GivesNoTimeToWhatAShortCutLeftOut) {
    Walk walk{{.rows = {"     B--------a--------C     ", //
                        "     |                 |     ", //
                        "     |                 |     ", //
                        "     |                 |     ", //
                        "     |                 |     ", //
                        "     |                 |     ", //
                        "     |                 |     ", //
                        "A----1-----------------2----D"}}};

    walk.go("A12D").stand(120).end();

    EXPECT_EQ(walk.passed().find('a'), std::string::npos);
}

// North along a meridian.
Course meridian(std::int32_t length_e6, std::uint32_t laps) {
    const Position begin{Latitude{0}, Longitude{0}};
    std::vector<Leg> legs{{.id = "leg",
                           .name = "Leg",
                           .line = geo::Polyline{{begin, {Latitude{length_e6}, Longitude{0}}}},
                           .laps = laps}};
    unroll(legs);
    return {legs, {}, {}};
}

TEST(Ordinary, EndsWithoutHarmOnFixesThatMakeNoSense) {
    const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");
    for (const Course& course : {meridian(9'000, 1), meridian(1, max_laps), meridian(500, 50)}) {
        Matcher matcher{course, gun};
        for (std::int32_t i = 0; i < 300; ++i) {
            matcher.take({.time = gun + std::chrono::seconds{i * i * i},
                          .position = {Latitude{i % 7 == 0 ? 90'000'000 : i * 1'000},
                                       Longitude{i % 5 == 0 ? -180'000'000 : i}},
                          .speed_dmps = std::numeric_limits<std::uint16_t>::max(),
                          .accuracy_dm = static_cast<std::uint16_t>(i % 3 == 0 ? 0 : 60'000)});
        }
        matcher.take(
            {.time = *parse_time("1999-12-31T23:59:59Z"), .position = {Latitude{0}, Longitude{0}}});
        matcher.at_end();
        ASSERT_TRUE(matcher.match());
        EXPECT_LE(matcher.match()->time - gun, Matcher::longest_race);
        EXPECT_TRUE(std::isfinite(matcher.match()->along.value));
    }
}

} // namespace
} // namespace lanterne::course::drawn
