#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "core/base/elementary.hpp"
#include "core/course/way/noise_scale.hpp"

namespace lanterne::course {
namespace {

constexpr std::uint64_t seed = 5; // of all noise here

/// Somebody goes at 4 m/s with a fix each second; the places err as a Gauss-Markov process of 45 s.
class Unit {
public:
    explicit Unit(double error_m) : error_m_{error_m} {}

    Unit& go(int seconds) {
        const double keep = lanterne::exp(-1 / 45.0);
        for (int i = 0; i < seconds; ++i) {
            ++t_;
            slow_ = keep * slow_ + error_m_ * std::sqrt(1 - keep * keep) * normal_(random_);
            scale_.see({.t = t_,
                        .along = 4 * t_ + slow_ + burst_m_ + 0.5 * normal_(random_),
                        .speed = 4,
                        .has_speed = has_speed_,
                        .bend = {.right = bend_, .saved = 0}});
            burst_m_ *= lanterne::exp(-1 / 12.0);
        }
        return *this;
    }

    Unit& burst(double metres) {
        burst_m_ = metres;
        return *this;
    }

    Unit& without_speeds() {
        has_speed_ = false;
        return *this;
    }

    Unit& in_bends() {
        bend_ = 0.3;
        return *this;
    }

    double factor() const { return scale_.factor(); }

private:
    double error_m_;
    std::mt19937_64 random_{seed};
    std::normal_distribution<double> normal_;
    double t_ = 100;
    double slow_ = 0;
    double burst_m_ = 0;
    double bend_ = 0;
    bool has_speed_ = true;
    NoiseScale scale_;
};

// Motion states 3 m.
TEST(NoiseScale, BeginsWithWhatIsStated) { EXPECT_EQ(Unit{9}.go(10).factor(), 1); }

TEST(NoiseScale, LearnsThatAUnitIsWorseThanItSays) {
    EXPECT_NEAR(Unit{5}.go(3'600).factor(), 5 / 3.0, 0.35) << "seed " << seed;
}

TEST(NoiseScale, LearnsThatAUnitIsAsGoodAsItSaysOrBetter) {
    EXPECT_NEAR(Unit{3}.go(3'600).factor(), 1, 0.2) << "seed " << seed;
    EXPECT_LT(Unit{1}.go(3'600).factor(), 0.85) << "seed " << seed;
}

TEST(NoiseScale, StaysWithinItsBounds) {
    EXPECT_EQ(Unit{40}.go(3'600).factor(), 2) << "seed " << seed;
    EXPECT_EQ(Unit{0}.go(3'600).factor(), 0.65) << "seed " << seed;
}

TEST(NoiseScale, IsNotMisledByBursts) {
    Unit unit{3};

    for (int i = 0; i < 4; ++i) {
        unit.go(885).burst(20).go(15);
    }

    EXPECT_NEAR(unit.factor(), 1, 0.25) << "seed " << seed;
}

TEST(NoiseScale, LearnsNothingWithoutSpeedsNorInBends) {
    EXPECT_EQ(Unit{9}.without_speeds().go(600).factor(), 1);
    EXPECT_EQ(Unit{9}.in_bends().go(600).factor(), 1);
}

} // namespace
} // namespace lanterne::course
