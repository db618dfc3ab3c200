#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "hal/simulated/random.hpp"
#include "hal/simulated/small_random.hpp"

namespace lanterne::hal::simulated {
namespace {

// The first numbers of the authors' own program from the state 1, 2, 3, 4.
TEST(SmallRandom, DrawsWhatItsAuthorsDraw) {
    SmallRandom random{SmallRandom::State{1, 2, 3, 4}};

    for (const std::uint64_t right :
         {11'520ULL, 0ULL, 1'509'978'240ULL, 1'215'971'899'390'074'240ULL}) {
        EXPECT_EQ(random.bits(), right);
    }
}

TEST(SmallRandom, IsTheSameForTheSameSeedAndStreamAndOtherwiseAnother) {
    SmallRandom one{7, 1};
    SmallRandom same{7, 1};
    SmallRandom other_seed{8, 1};
    SmallRandom other_stream{7, 2};

    const std::uint64_t drawn = one.bits();

    EXPECT_EQ(same.bits(), drawn);
    EXPECT_NE(other_seed.bits(), drawn);
    EXPECT_NE(other_stream.bits(), drawn);
}

// 100'000 numbers know a mean to 0.003 and a deviation to 0.002.
TEST(SmallRandom, DrawsNormalAndExponentialNumbersOfTheRightSize) {
    SmallRandom random{7};
    constexpr int numbers = 100'000;
    double sum = 0;
    double squares = 0;
    double waited = 0;
    for (int i = 0; i < numbers; ++i) {
        const double value = random.normal();
        sum += value;
        squares += value * value;
        waited += random.exponential(5);
    }

    EXPECT_NEAR(sum / numbers, 0, 0.015);
    EXPECT_NEAR(squares / numbers, 1, 0.02);
    EXPECT_NEAR(waited / numbers, 5, 0.08);
}

TEST(SmallRandom, StaysBelowOneAndAboveZero) {
    SmallRandom random{9};

    for (int i = 0; i < 10'000; ++i) {
        const double value = random.uniform();
        ASSERT_TRUE(value >= 0 && value < 1) << value;
    }
    EXPECT_FALSE(random.chance(0));
    EXPECT_TRUE(random.chance(1));
}

TEST(SmallRandom, IsSmall) { EXPECT_LE(sizeof(SmallRandom), sizeof(Random) / 70); }

} // namespace
} // namespace lanterne::hal::simulated
