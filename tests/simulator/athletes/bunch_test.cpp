#include <algorithm>

#include <gtest/gtest.h>

#include "simulator/athletes/bunch.hpp"

namespace lanterne::simulator {
namespace {

using Member = Bunch::Member;

std::vector<Wheel> found(std::vector<Member> members) {
    std::vector<Wheel> wheels(members.size());
    Bunch::find(members, wheels);
    return wheels;
}

TEST(Bunch, FindsTheNearestWheelThatIsNotBeside) {
    const std::vector<Wheel> wheels = found({{.number = 0, .spot_m = 100, .speed_mps = 9},
                                             {.number = 1, .spot_m = 100.5, .speed_mps = 8},
                                             {.number = 2, .spot_m = 103, .speed_mps = 7}});

    EXPECT_EQ(wheels[0].gap_m, 3);
    EXPECT_EQ(wheels[0].speed_mps, 7);
    EXPECT_EQ(wheels[1].gap_m, 2.5);
    EXPECT_FALSE(wheels[2].is_there());
    EXPECT_TRUE(wheels[2].leads);
    EXPECT_FALSE(wheels[1].leads);
}

TEST(Bunch, DoesNotSeeFarNorOnAnotherWay) {
    const std::vector<Wheel> wheels = found({{.number = 0, .spot_m = 100},
                                             {.number = 1, .spot_m = 126},
                                             {.number = 2, .way = 1, .spot_m = 103}});

    EXPECT_FALSE(wheels[0].is_there());
    EXPECT_FALSE(wheels[1].leads);
    EXPECT_FALSE(wheels[2].leads);
}

TEST(Bunch, SeesAcrossTheLineOfALap) {
    const std::vector<Wheel> wheels =
        found({{.number = 0, .spot_m = 998, .lap_m = 1'000, .speed_mps = 9},
               {.number = 1, .spot_m = 1, .lap_m = 1'000, .speed_mps = 8}});
    const std::vector<Wheel> straight = found({{.number = 0, .spot_m = 998}, {.number = 1}});

    EXPECT_EQ(wheels[0].gap_m, 3);
    EXPECT_EQ(wheels[0].speed_mps, 8);
    EXPECT_FALSE(wheels[1].is_there());
    EXPECT_TRUE(wheels[1].leads);
    EXPECT_FALSE(straight[0].is_there());
}

TEST(Bunch, LeadsOnlyWhoIsClose) {
    const std::vector<Wheel> wheels =
        found({{.number = 0, .spot_m = 100}, {.number = 1, .spot_m = 112}});

    EXPECT_TRUE(wheels[0].is_there());
    EXPECT_FALSE(wheels[1].leads);
}

TEST(Bunch, FindsTheSameInWhateverOrderTheMembersCome) {
    std::vector<Member> members;
    for (std::uint32_t i = 0; i < 50; ++i) {
        members.push_back({.number = i, .way = i % 2, .spot_m = i * 37 % 50 * 1.1, .speed_mps = 9});
    }
    const std::vector<Wheel> wheels = found(members);
    std::ranges::reverse(members);
    const std::vector<Wheel> turned = found(members);

    for (std::size_t i = 0; i < wheels.size(); ++i) {
        EXPECT_EQ(wheels[i].gap_m, turned[i].gap_m) << i;
        EXPECT_EQ(wheels[i].leads, turned[i].leads) << i;
    }
}

} // namespace
} // namespace lanterne::simulator
