#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "hal/simulated/noise.hpp"

namespace lanterne::hal::simulated {
namespace {

constexpr double metres_per_degree = 111'195;

GnssReading on_the_equator(int second) {
    return {.time = earliest_time + std::chrono::seconds{second},
            .latitude_deg = 0,
            .longitude_deg = 7,
            .speed_mps = 4,
            .course_deg = 90,
            .mode = FixMode::fix_3d};
}

std::vector<GnssReading> an_hour_of(const NoiseModel& model, std::uint64_t seed) {
    Noise noise{seed};
    std::vector<GnssReading> readings;
    for (int second = 0; second < 3'600; ++second) {
        readings.push_back(noise.disturb(on_the_equator(second), model));
    }
    return readings;
}

double north_m(const GnssReading& reading) { return reading.latitude_deg * metres_per_degree; }

double north_deviation(const NoiseModel& model) {
    double squares = 0;
    double n = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        for (const GnssReading& reading : an_hour_of(model, seed)) {
            squares += north_m(reading) * north_m(reading);
            ++n;
        }
    }
    return std::sqrt(squares / n);
}

TEST(Noise, IsTheSameForTheSameSeedAndOtherwiseAnother) {
    const auto first = an_hour_of(bursty, 7);
    const auto same = an_hour_of(bursty, 7);
    const auto other = an_hour_of(bursty, 8);

    EXPECT_EQ(first.back().latitude_deg, same.back().latitude_deg);
    EXPECT_EQ(first.back().speed_mps, same.back().speed_mps);
    EXPECT_NE(first.back().latitude_deg, other.back().latitude_deg);
}

// 3 m slow and 0.5 m white make 3.04 m; twenty hours hold 800 independent errors, so the measured
// deviation is good to 5 % (two standard errors).
TEST(Noise, HasTheDeviationThatItsModelStates) {
    EXPECT_NEAR(north_deviation(open_sky), 3.04, 0.2);
}

TEST(Noise, ForgetsItsSlowErrorInItsTime) {
    double together = 0;
    double alone = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto readings = an_hour_of({.white_m = 0}, seed);
        for (std::size_t i = 0; i + 45 < readings.size(); ++i) {
            together += north_m(readings[i]) * north_m(readings[i + 45]);
            alone += north_m(readings[i]) * north_m(readings[i]);
        }
    }

    EXPECT_NEAR(together / alone, std::exp(-1), 0.1);
}

TEST(Noise, OfNoneLeavesTheTruthAsItIs) {
    Noise noise{1};

    const GnssReading reading = noise.disturb(on_the_equator(0), none);

    EXPECT_EQ(reading.latitude_deg, 0);
    EXPECT_EQ(reading.longitude_deg, 7);
    EXPECT_NEAR(*reading.speed_mps, 4, 1e-12);
    EXPECT_NEAR(*reading.course_deg, 90, 1e-9);
}

TEST(Noise, BurstsWithoutSayingSo) {
    double farthest = 0;
    for (const GnssReading& reading :
         an_hour_of({.slow_m = 0, .white_m = 0, .burst_every_s = 300}, 3)) {
        farthest = std::max(farthest, std::abs(north_m(reading)));
        EXPECT_EQ(reading.accuracy_m, 3.0);
    }

    EXPECT_GT(farthest, 5);
    EXPECT_LE(farthest, 22);
}

// The numbers are those of the standard's generator, turned by our own hands: a library that
// changed them would change every race.
TEST(Random, GivesTheSameNumbersEverywhere) {
    Random random{1, 2};

    EXPECT_EQ(random.bits(), 14'160'483'124'688'033'854U);
    EXPECT_DOUBLE_EQ(random.uniform(), 0.46176456259915311);
    EXPECT_DOUBLE_EQ(random.normal(), 0.49206501826826687);
}

// Smoothed white noise: neighbours are nearly alike, and less of it is left.
TEST(Noise, IsSmoothedByAReceiverThatTheModelSaysDoesSo) {
    NoiseModel smoothing = none;
    smoothing.white_m = 2;
    smoothing.smoothing_s = 5;
    Noise noise{7};
    double squares = 0;
    double products = 0;
    double before = 0;
    constexpr int seconds = 50'000;
    for (int second = 0; second < seconds; ++second) {
        const double north =
            noise.next(earliest_time + std::chrono::seconds{second}, smoothing).north_m;
        squares += north * north;
        products += north * before;
        before = north;
    }

    const double keep = std::exp(-0.2);
    EXPECT_NEAR(squares / seconds, 4 * (1 - keep) / (1 + keep), 0.03);
    EXPECT_NEAR(products / squares, keep, 0.02);
}

TEST(Noise, IsTheSameProcessFromASmallSourceInLittleMemory) {
    SmallNoise noise{7};
    double squares = 0;
    constexpr int seconds = 200'000;
    for (int second = 0; second < seconds; ++second) {
        const double north =
            noise.next(earliest_time + std::chrono::seconds{second}, open_sky).north_m;
        squares += north * north;
    }

    EXPECT_NEAR(squares / seconds, 9.25, 0.6); // known to 2 %
    EXPECT_LE(sizeof(SmallNoise), 160U);
}

} // namespace
} // namespace lanterne::hal::simulated
