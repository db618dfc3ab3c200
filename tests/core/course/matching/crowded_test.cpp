#include <gtest/gtest.h>

#include "tests/core/course/matching/drawn_way.hpp"

namespace lanterne::course::drawn {
namespace {

// Roads that touch, are gone twice, turn or cross: the nearest place is often not the right one.

TEST(Crowded, TellsTheCirclesThatTouchAtAGate) {
    // The upper one and the lower one go through the gate in the same direction.
    Walk walk{{.laps = 2,
               .is_closed = true,
               .rows = {"D-----b-----C  ", //
                        "               ", //
                        "               ", //
                        "               ", //
                        "               ", //
                        "E-A---a-----B-F", //
                        "               ", //
                        "               ", //
                        "               ", //
                        "               ", //
                        "  H---c-------G"}}};

    walk.go("ABCDEFGHABCDEFGHA").stand(90);

    EXPECT_EQ(walk.passed(), "a b a c a b a c");
}

TEST(Crowded, TellsTheWayHomeOnTheRoadThatLedOut) {
    Walk walk{{.rows = {"F-A-------a-------B-------------E", //
                        "                                 ", //
                        "                                 ", //
                        "                                 ", //
                        "                  C------b------D"}}};

    walk.go("ABCDEF").stand(90);

    EXPECT_EQ(walk.passed(), "a b a");
}

TEST(Crowded, TellsARideFromTheRunThatItCrosses) {
    Walk walk{{.change = 'B',
               .rows = {"      D-------------C", //
                        "      |             |", //
                        "      |             |", //
                        "      |             |", //
                        "      |             |", //
                        "A-----a-------------B", //
                        "      |              ", //
                        "      n              ", //
                        "      |              ", //
                        "      |              ", //
                        "      E              "}}};

    walk.go("AB").go("CDE", 0.5).stand(90);

    EXPECT_EQ(walk.passed(), "a n");
    EXPECT_EQ(walk.missed(), "");
}

TEST(Crowded, FollowsWhoChangesToTheBikeUnseen) {
    Walk walk{{.change = 'B', .rows = {"A-----a-----bB-----------------------------n-----C"}}};

    walk.go("Aa").report_each(30).go("B").go("C", 0.4).report_each(1).stand(90);

    EXPECT_EQ(walk.passed(), "a (b) n");
    EXPECT_EQ(walk.missed(), "");
}

TEST(Crowded, CountsALapOfWhoseEndNobodySawAnything) {
    Walk walk{{.laps = 3,
               .is_closed = true,
               .rows = {"A--------------B", //
                        "a              b", //
                        "|              |", //
                        "D--------------C"}}};

    walk.go("ABC").unheard("DAB").go("CDABCDA").stand(90);

    EXPECT_EQ(walk.passed(), "b (a) b a b a");
}

TEST(Crowded, CountsATurnOnlyWhenItIsReachedWhoeverTurnsBackBefore) {
    for (const int interval_s : {1, 10, 30}) {
        Walk walk{{.rows = {"A--------1-------2-------B", //
                            "                         a", //
                            "D--------b---------------C"}}};

        walk.report_each(interval_s).go("A2").stand(8).go("1", 3).go("2BCD").stand(120);

        EXPECT_EQ(walk.missed(), "") << interval_s;
        ASSERT_EQ(walk.crossings().size(), 2U) << interval_s;
        const double again_s = (170 + 80 * 3 + 160 + 10) / 4.0 + 8;
        EXPECT_NEAR(walk.crossings().front().t, again_s, 6) << interval_s;
    }
}

TEST(Crowded, LeavesATurnInDoubtThatMayHaveBeenCut) {
    Walk walk{{.rows = {"A---------------1----B", //
                        "                     a", //
                        "D---b-----------2----C"}}};

    walk.report_each(30).go("A12D").stand(180);

    EXPECT_EQ(walk.doubted() + walk.missed(), "a");
}

} // namespace
} // namespace lanterne::course::drawn
