#include <cmath>

#include <gtest/gtest.h>

#include "simulator/athletes/ability.hpp"
#include "tests/simulator/support/small_race.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;
using hal::simulated::SmallRandom;

const course::Course two_legs = small_course(
    {{.sport = Sport::swim, .steps = {{500, 0}}}, {.sport = Sport::run, .steps = {{900, 0}}}});

struct Pair {
    double swim;
    double run;
};

std::vector<Pair> drawn(const plan::Entry& entry, const FieldSettings& settings) {
    std::vector<Pair> all;
    for (std::uint64_t stream = 0; stream < 2'000; ++stream) {
        SmallRandom random{7, stream};
        const std::vector<Ability> own = abilities(two_legs, entry, settings, random);
        all.push_back({own[0].flat_mps / 1.2 - 1, own[1].flat_mps / 3.5 - 1});
    }
    return all;
}

double correlation(const std::vector<Pair>& all) {
    double both = 0;
    double swim = 0;
    double run = 0;
    for (const Pair& one : all) {
        both += one.swim * one.run;
        swim += one.swim * one.swim;
        run += one.run * one.run;
    }
    return both / std::sqrt(swim * run);
}

plan::Entry entry() { return small_race({{.steps = {{500, 0}}}}, 1).entries[0]; }

// 2'000 draws know a correlation to 0.02.
TEST(Ability, GoesTogetherAcrossSportsButNotAcrossTheMembersOfARelay) {
    plan::Entry relay = entry();
    relay.members = {{"leg-0", "One"}, {"leg-1", "Other"}};

    EXPECT_NEAR(correlation(drawn(entry(), {})), 0.5, 0.07);
    EXPECT_NEAR(correlation(drawn(relay, {})), 0, 0.07);
}

TEST(Ability, IsAsHighAndAsWideAsTheSettingsSay) {
    for (const Pair& one : drawn(entry(), {.level = 2, .spread = 0})) {
        ASSERT_NEAR(one.run, 0.2, 1e-9);
    }
}

} // namespace
} // namespace lanterne::simulator
