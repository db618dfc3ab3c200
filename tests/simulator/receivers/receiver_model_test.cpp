#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "simulator/receivers/receiver_model.hpp"
#include "tests/simulator/receivers/road_of_tests.hpp"

namespace lanterne::simulator {
namespace {

using enum Surroundings;
using hal::GnssReading;

const UtcTime begin = *parse_time("2026-06-14T07:00:00Z");
const course::Course course_of_tests = road_of_tests();
constexpr double metres_per_degree = 111'195;

UtcTime at_second(int second) { return begin + std::chrono::seconds{second}; }

// Somewhere on the way out of the ride.
TrueState rider(double in_lap, double speed_mps = 10) {
    const Metres along{course_of_tests.legs()[1].begin.value + in_lap};
    return {.position = course_of_tests.position_at(along),
            .speed_mps = speed_mps,
            .course_deg = 90,
            .along = along,
            .sport = course::Sport::bike,
            .doing = Doing::racing,
            .height_m = 120};
}

Sky sky_of(Surroundings what) {
    return Sky{course_of_tests, {{"bike", Metres{0}, Metres{20'000}, what}}, 7};
}

struct Statistics {
    double error_m = 0; ///< of each axis, root of the mean square
    double stated_m = 0;
    double satellites = 0;
    double heard = 0; ///< part of the epochs
    double flat = 0;  ///< part of the fixes without height
    double north_m = 0;
};

// Of many receivers that stand there for some minutes, once they have settled.
Statistics statistics(Surroundings what, double in_lap = 2'000) {
    const Sky sky = sky_of(what);
    const TrueState truth = rider(in_lap);
    Statistics sum;
    double fixes = 0;
    constexpr int receivers = 40;
    constexpr int seconds = 600;
    for (std::uint64_t stream = 0; stream < receivers; ++stream) {
        ReceiverModel receiver{sky, {}, 7, stream};
        for (int second = 0; second < seconds; ++second) {
            const Readings readings = receiver.hear(truth, at_second(second));
            if (readings.empty()) {
                continue;
            }
            const GnssReading& reading = readings.back();
            const double north =
                (reading.latitude_deg - truth.position.latitude.e6 * 1e-6) * metres_per_degree;
            sum.error_m += north * north;
            sum.north_m += north;
            sum.stated_m += *reading.accuracy_m * *reading.accuracy_m;
            sum.satellites += reading.satellites;
            sum.flat += reading.altitude_m ? 0 : 1;
            ++fixes;
        }
    }
    return {.error_m = std::sqrt(sum.error_m / fixes),
            .stated_m = std::sqrt(sum.stated_m / fixes),
            .satellites = sum.satellites / fixes,
            .heard = fixes / (receivers * seconds),
            .flat = sum.flat / fixes,
            .north_m = sum.north_m / fixes};
}

std::vector<GnssReading> said(ReceiverModel& receiver, const TrueState& truth, int from, int to) {
    std::vector<GnssReading> all;
    for (int second = from; second < to; ++second) {
        for (const GnssReading& reading : receiver.hear(truth, at_second(second))) {
            all.push_back(reading);
        }
    }
    return all;
}

TEST(ReceiverModel, IsGoodUnderTheOpenSky) {
    const Statistics found = statistics(open);

    EXPECT_NEAR(found.error_m, 2, 0.35);
    EXPECT_EQ(found.heard, 1);
    EXPECT_NEAR(found.satellites, 15, 1);
    EXPECT_EQ(found.flat, 0);
}

TEST(ReceiverModel, IsWorseWhereSomethingStandsInTheWay) {
    const Statistics under_trees = statistics(trees);
    const Statistics in_street = statistics(street);
    const Statistics in_gorge = statistics(gorge);

    EXPECT_GT(under_trees.error_m, 3.5);
    EXPECT_GT(in_street.error_m, 4);
    EXPECT_GT(in_gorge.error_m, 8);
    EXPECT_LT(in_gorge.satellites, 7);
    EXPECT_GT(in_gorge.flat, 0.03);
    EXPECT_LT(in_gorge.heard, 0.95);
    EXPECT_GT(in_gorge.heard, 0.7);
    EXPECT_GT(under_trees.heard, 0.97);
}

TEST(ReceiverModel, StatesAnAccuracyThatFitsItsError) {
    for (const Surroundings what : {open, street, gorge, trees}) {
        const Statistics found = statistics(what);

        EXPECT_GT(found.stated_m / found.error_m, 0.7) << to_text(what);
        EXPECT_LT(found.stated_m / found.error_m, 1.5) << to_text(what);
    }
}

// Over 600 s each of 40 receivers has some 24 independent errors of 3.5 m: the mean of all is known
// to 0.2 m on each side.
TEST(ReceiverModel, IsPulledToOneSideOfAStreetByPlace) {
    const Sky sky = sky_of(street);
    int pulled = 0;
    for (const double in_lap : {300.0, 1'000.0, 1'700.0, 2'400.0}) {
        const double pull = sky.pull_at(rider(in_lap).along);
        const Statistics found = statistics(street, in_lap);

        EXPECT_NEAR(found.north_m, -6 * pull, 1.2) << in_lap; // the right of who goes east
        pulled += std::abs(found.north_m) > 1.5 ? 1 : 0;
    }
    EXPECT_GE(pulled, 2);
}

TEST(ReceiverModel, HearsNothingInATunnelAndSearchesForSecondsBehindIt) {
    const Sky sky{course_of_tests, {{"bike", Metres{500}, Metres{800}, tunnel}}, 7};
    double searched = 0;
    double off = 0;
    for (std::uint64_t stream = 0; stream < 50; ++stream) {
        ReceiverModel receiver{sky, {}, 7, stream};
        EXPECT_FALSE(said(receiver, rider(400), 0, 10).empty());
        EXPECT_TRUE(said(receiver, rider(600), 10, 40).empty());
        int second = 40;
        std::vector<GnssReading> first;
        while (first.empty()) {
            first = said(receiver, rider(900), second, second + 1);
            ++second;
        }
        searched += second - 41;
        off += std::abs(first[0].latitude_deg - 45.4) * metres_per_degree;
    }

    EXPECT_GT(searched / 50, 1);
    EXPECT_LT(searched / 50, 8);
    EXPECT_GT(off / 50, 4) << "the first fixes are poor";
}

TEST(ReceiverModel, HearsNowAndThenOfASwimmerAndAllTheTimeOfWhoWaitsOnTheBeach) {
    const Sky sky{course_of_tests, {}, 7};
    TrueState swimmer = rider(-600, 1.2);
    swimmer.sport = course::Sport::swim;
    double heard = 0;
    for (std::uint64_t stream = 0; stream < 20; ++stream) {
        ReceiverModel receiver{sky, {}, 7, stream};
        swimmer.doing = Doing::waiting;
        EXPECT_GE(said(receiver, swimmer, 0, 100).size(), 100U);
        swimmer.doing = Doing::racing;
        for (int second = 100; second < 1'300; ++second) {
            heard += receiver.hear(swimmer, at_second(second)).empty() ? 0 : 1;
        }
    }

    EXPECT_GT(heard / 24'000, 0.03);
    EXPECT_LT(heard / 24'000, 0.2);
}

TEST(ReceiverModel, TakesHalfAMinuteForAColdStartAndSecondsForAWarmOne) {
    const Sky sky = sky_of(open);
    for (std::uint64_t stream = 0; stream < 20; ++stream) {
        ReceiverModel receiver{sky, {}, 7, stream};
        receiver.restart(begin, Boot::cold);
        EXPECT_TRUE(said(receiver, rider(0), 0, 20).empty());
        EXPECT_FALSE(said(receiver, rider(0), 20, 41).empty());
        receiver.restart(at_second(100), Boot::warm);
        EXPECT_TRUE(said(receiver, rider(0), 100, 102).empty());
        EXPECT_FALSE(said(receiver, rider(0), 102, 107).empty());
    }
}

TEST(ReceiverModel, LeavesOutAtAColdStartWhatGpsdHasNotBeenToldYet) {
    const Sky sky = sky_of(open);
    ReceiverModel receiver{sky, {.duplicate_share = 0}, 7, 1};
    receiver.restart(begin, Boot::cold);

    const std::vector<GnssReading> all = said(receiver, rider(0), 0, 60);

    ASSERT_GT(all.size(), 12U);
    EXPECT_EQ(all[0].time, std::nullopt) << "no date yet";
    EXPECT_EQ(all[0].altitude_m, std::nullopt);
    EXPECT_EQ(all[1].time, all[2].time) << "said twice";
    EXPECT_EQ(all[1].mode, FixMode::fix_2d);
    EXPECT_EQ(all[2].mode, FixMode::fix_3d);
    EXPECT_EQ(all[2].accuracy_m, std::nullopt);
    EXPECT_EQ(all[2].satellites, 0) << "not reported yet";
    EXPECT_TRUE(all.back().accuracy_m);
    EXPECT_GT(all.back().satellites, 6);
}

TEST(ReceiverModel, SaysSomeEpochsTwiceTheFirstTimeInPart) {
    const Sky sky = sky_of(open);
    ReceiverModel receiver{sky, {.duplicate_share = 0.2}, 7, 1};
    int twice = 0;
    for (int second = 0; second < 2'000; ++second) {
        const Readings readings = receiver.hear(rider(0), at_second(second));
        ASSERT_GE(readings.size(), 1U);
        if (readings.size() == 2) {
            ++twice;
            EXPECT_EQ(readings.begin()->time, readings.back().time);
            EXPECT_EQ(readings.begin()->altitude_m, std::nullopt);
            EXPECT_TRUE(readings.back().altitude_m);
        }
    }

    EXPECT_NEAR(twice, 400, 70);
}

TEST(ReceiverModel, SaysNoCourseWhileItStands) {
    const Sky sky = sky_of(open);
    ReceiverModel receiver{sky, {}, 7, 1};

    const auto standing = said(receiver, rider(0, 0), 0, 300);
    const auto moving = said(receiver, rider(0, 8), 300, 600);

    EXPECT_GT(std::ranges::count_if(standing, [](const auto& one) { return !one.course_deg; }),
              250);
    EXPECT_TRUE(std::ranges::all_of(moving, [](const auto& one) { return !!one.course_deg; }));
}

TEST(ReceiverModel, KeepsWithinTheRangesOfAReading) {
    const Sky sky = sky_of(gorge);
    ReceiverModel receiver{sky, {.noise = 20, .duplicate_share = 0.3}, 7, 1};
    UtcTime newest = begin;

    for (const GnssReading& reading : said(receiver, rider(3'000), 0, 3'000)) {
        ASSERT_TRUE(std::abs(reading.latitude_deg) <= 90 && std::abs(reading.longitude_deg) <= 180);
        ASSERT_TRUE(!reading.accuracy_m || *reading.accuracy_m > 0);
        ASSERT_TRUE(*reading.time >= newest);
        ASSERT_TRUE(!reading.course_deg ||
                    (*reading.course_deg >= 0 && *reading.course_deg <= 360));
        ASSERT_TRUE(reading.mode == FixMode::fix_2d || reading.mode == FixMode::fix_3d);
        newest = *reading.time;
    }
}

TEST(ReceiverModel, RefusesSettingsOutsideTheirRanges) {
    const Sky sky = sky_of(open);

    EXPECT_THROW(ReceiverModel(sky, {.noise = -1}, 7, 1), std::invalid_argument);
    EXPECT_THROW(ReceiverModel(sky, {.duplicate_share = 1.5}, 7, 1), std::invalid_argument);
    EXPECT_THROW(ReceiverModel(sky, {.cold_start_s = std::nan("")}, 7, 1), std::invalid_argument);
}

// FNV-1a of what it says on a ride through everything: another number is another simulation on some
// machine.
TEST(ReceiverModel, IsTheSameEverywhere) {
    const Sky sky{course_of_tests,
                  {{"bike", Metres{1'000}, Metres{2'000}, street},
                   {"bike", Metres{2'500}, Metres{2'700}, tunnel},
                   {"bike", Metres{3'000}, Metres{4'000}, gorge}},
                  7};
    ReceiverModel receiver{sky, {}, 7, 3};
    receiver.restart(begin, Boot::cold);
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    const auto add = [&](double value) {
        const auto rounded = static_cast<std::uint64_t>(std::llround(value * 1e7));
        hash = (hash ^ rounded) * 1'099'511'628'211U;
    };

    for (int second = 0; second < 500; ++second) {
        for (const GnssReading& reading :
             receiver.hear(rider(10.0 * second - 50), at_second(second))) {
            add(reading.latitude_deg);
            add(reading.longitude_deg);
            add(reading.accuracy_m.value_or(-1));
            add(reading.satellites);
        }
    }

    EXPECT_EQ(hash, 13'151'159'990'436'727'000U);
}

TEST(ReceiverModel, IsSmall) { EXPECT_LE(sizeof(ReceiverModel), 512U); }

} // namespace
} // namespace lanterne::simulator
