#include <algorithm>

#include <gtest/gtest.h>

#include "firmware/time/sampler.hpp"
#include "tests/firmware/example.hpp"

/// Time is not believed blindly: what a unit in the field makes of the times that receivers say.
namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using Instant = Sampler::Instant;

constexpr Instant begin{1'000h};
/// From the end of an epoch to when it is heard.
constexpr auto latency = 80ms;

Instant heard_at(std::chrono::milliseconds since_start) { return begin + since_start + latency; }

hal::GnssReading reading_of(UtcTime time, std::uint64_t place = 0) {
    auto reading = example_reading(place);
    reading.time = time;
    return reading;
}

hal::GnssReading undated(std::uint64_t place) {
    auto reading = example_reading(place);
    reading.time.reset();
    return reading;
}

std::vector<UtcTime> times(const std::vector<Fix>& fixes) {
    std::vector<UtcTime> times;
    std::ranges::transform(fixes, std::back_inserter(times), &Fix::time);
    return times;
}

class TimeIntegrity : public testing::Test {
protected:
    /// What a receiver says that is right, at the second since the start.
    std::vector<Fix> right(int second) {
        return sampler.take(example_reading(static_cast<std::uint64_t>(second)),
                            heard_at(second * 1s));
    }

    /// The seconds from (included) to (excluded), each of which becomes its fix at once.
    void expect_right(int from, int to) {
        for (int second = from; second < to; ++second) {
            ASSERT_EQ(right(second), std::vector{example_fix(static_cast<std::uint64_t>(second))})
                << second;
        }
    }

    /// The same seconds with times that are off by `error`: everything that came of them.
    std::vector<Fix> wrong(int from, int to, Milliseconds error) {
        std::vector<Fix> all;
        for (int second = from; second < to; ++second) {
            const auto fixes = sampler.take(
                reading_of(race_start + second * 1s + error, static_cast<std::uint64_t>(second)),
                heard_at(second * 1s));
            all.insert(all.end(), fixes.begin(), fixes.end());
        }
        return all;
    }

    Sampler sampler;
};

TEST_F(TimeIntegrity, TheFirstTimeThatIsPossibleIsAFixAtOnce) {
    EXPECT_EQ(right(0), std::vector{example_fix(0)});
}

TEST_F(TimeIntegrity, ATimeThatJumpsForOneReadingIsRefusedAndNothingAfterIt) {
    expect_right(0, 10);

    EXPECT_TRUE(wrong(10, 11, 1h).empty());
    EXPECT_TRUE(wrong(11, 12, -1h).empty());
    expect_right(12, 20);

    EXPECT_EQ(sampler.refused(), 2U);
}

TEST_F(TimeIntegrity, AJumpIsMoreThanThreeSecondsAheadOfTheSteadyClock) {
    expect_right(0, 10);
    EXPECT_EQ(wrong(10, 11, TimeKeeper::most_ahead).size(), 1U);

    Sampler other;
    ASSERT_EQ(other.take(example_reading(0), heard_at(0s)).size(), 1U);
    const UtcTime jumped = race_start + 1s + TimeKeeper::most_ahead + 1ms;
    EXPECT_TRUE(other.take(reading_of(jumped), heard_at(1s)).empty());
}

// A unit whose card was slow for half a minute finds the readings of that time in the buffer.
TEST_F(TimeIntegrity, ReadingsThatWaitedInABufferAreNoJump) {
    expect_right(0, 10);

    for (std::uint64_t second = 10; second < 40; ++second) {
        EXPECT_EQ(sampler.take(example_reading(second), heard_at(40s)),
                  std::vector{example_fix(second)});
    }
    expect_right(41, 50);
}

TEST_F(TimeIntegrity, ReadingsThatWaitedVeryLongAreHeldAndThenAllBelieved) {
    expect_right(0, 10);

    std::vector<Fix> all;
    for (std::uint64_t second = 10; second < 40; ++second) {
        const auto fixes = sampler.take(example_reading(second), heard_at(10min));
        all.insert(all.end(), fixes.begin(), fixes.end());
    }

    EXPECT_EQ(all.size(), 30U);
    EXPECT_EQ(all.front(), example_fix(10));
}

TEST_F(TimeIntegrity, AWrongFirstTimeIsCorrectedByTenReadingsOfWhichNoneIsLost) {
    ASSERT_EQ(wrong(0, 1, std::chrono::hours{24 * 200}).size(), 1U);

    std::vector<Fix> all;
    for (int second = 1; second < 20; ++second) {
        const auto fixes = right(second);
        EXPECT_EQ(fixes.empty(), second < 10) << second;
        all.insert(all.end(), fixes.begin(), fixes.end());
    }

    ASSERT_EQ(all.size(), 19U);
    EXPECT_EQ(all.front(), example_fix(1));
    EXPECT_TRUE(std::ranges::is_sorted(times(all)));
}

// A receiver that has not heard the almanac yet says GPS time, 18 s ahead of UTC.
TEST_F(TimeIntegrity, TheLeapSecondsOfTheAlmanacComeLateAndCostNoFix) {
    ASSERT_EQ(wrong(0, 100, 18s).size(), 100U);

    std::vector<Fix> all;
    for (int second = 100; second < 130; ++second) {
        const auto fixes = right(second);
        all.insert(all.end(), fixes.begin(), fixes.end());
    }

    EXPECT_EQ(all.size(), 30U);
    EXPECT_EQ(all.front(), example_fix(100));
}

TEST_F(TimeIntegrity, JumpsThatDoNotAgreeWithEachOtherOutvoteNobody) {
    expect_right(0, 2);

    for (int second = 2; second < 100; ++second) {
        EXPECT_TRUE(wrong(second, second + 1, (second % 2 == 0 ? 1h : 2h)).empty());
    }
    expect_right(100, 110);
}

struct RollOver {
    const char* name;
    Milliseconds error;
};

class RollOvers : public TimeIntegrity, public testing::WithParamInterface<RollOver> {};

TEST_P(RollOvers, IsNeverATimeHoweverLongItLastsAndThePlaceIsDatedByTheSteadyClock) {
    expect_right(0, 10);

    std::vector<Fix> all;
    for (int second = 10; second < 4'000; ++second) {
        EXPECT_TRUE(wrong(second, second + 1, GetParam().error).empty());
        const auto due = sampler.due(heard_at(second * 1s));
        all.insert(all.end(), due.begin(), due.end());
    }
    const auto rest = right(4'000);
    all.insert(all.end(), rest.begin(), rest.end());

    ASSERT_EQ(all.size(), 3'991U);
    for (std::uint64_t n = 10; n < 4'000; ++n) {
        ASSERT_EQ(all[n - 10], example_fix(n));
    }
    EXPECT_EQ(all.back(), example_fix(4'000));
}

TEST_P(RollOvers, AsTheFirstTimeIsNoTimeAndItsPlaceIsDatedLater) {
    EXPECT_TRUE(wrong(0, 100, GetParam().error).empty());

    const auto fixes = right(100);

    ASSERT_EQ(fixes.size(), 101U);
    for (std::uint64_t n = 0; n <= 100; ++n) {
        ASSERT_EQ(fixes[n], example_fix(n));
    }
}

INSTANTIATE_TEST_SUITE_P(AllWays, RollOvers,
                         testing::Values(RollOver{"Back1024Weeks", -roll_over},
                                         RollOver{"Back2048Weeks", -2 * roll_over},
                                         RollOver{"Back4096Weeks", -4 * roll_over},
                                         RollOver{"Ahead1024Weeks", roll_over},
                                         RollOver{"Ahead2048Weeks", 2 * roll_over},
                                         RollOver{"Ahead8192Weeks", 8 * roll_over},
                                         RollOver{"EightYearsAgo",
                                                  -std::chrono::hours{24 * 365 * 8}}),
                         [](const auto& each) { return each.param.name; });

// 2015-10-18, where some receivers wake, is 2035-06-03 behind gpsd 3.22.
TEST_F(TimeIntegrity, AClockThatSixtyReadingsConfirmedIsNotMovedByYears) {
    expect_right(0, TimeKeeper::readings_that_confirm);

    EXPECT_TRUE(wrong(60, 600, std::chrono::hours{24 * 365 * 9}).empty());

    EXPECT_EQ(sampler.refused(), 0U); // the places wait for their time
    EXPECT_EQ(right(600).size(), 541U);
}

TEST_F(TimeIntegrity, TheSameTimeAgainIsMergedAndNotRefused) {
    expect_right(0, 5);

    EXPECT_TRUE(sampler.take(example_reading(4), heard_at(4'100ms)).empty());
    EXPECT_TRUE(sampler.take(example_reading(4), heard_at(4'200ms)).empty());
    expect_right(5, 10);

    EXPECT_EQ(sampler.merged(), 2U);
    EXPECT_EQ(sampler.refused(), 0U);
}

// gpsd says 2017-01-01T00:00:00 twice for 2016-12-31T23:59:60.
TEST_F(TimeIntegrity, TheLeapSecondIsOneFixWithTheSecondAfterItAndNothingAfterThatIsRefused) {
    expect_right(0, 100);

    for (int second = 100; second < 200; ++second) {
        const std::uint64_t place = static_cast<std::uint64_t>(second);
        EXPECT_EQ(
            sampler.take(reading_of(race_start + (second - 1) * 1s, place), heard_at(second * 1s))
                .size(),
            second == 100 ? 0U : 1U);
    }
    EXPECT_EQ(sampler.merged(), 1U);
    EXPECT_EQ(sampler.refused(), 0U);
}

TEST_F(TimeIntegrity, TheLeapSecondAtTenHertzIsMergedToo) {
    for (int tenth = 0; tenth < 200; ++tenth) {
        const auto leap = tenth >= 100 ? 1s : 0s;
        const auto fixes =
            sampler.take(reading_of(race_start + tenth * 100ms - leap), heard_at(tenth * 100ms));
        EXPECT_EQ(fixes.size(), tenth >= 100 && tenth < 110 ? 0U : 1U) << tenth;
    }
    EXPECT_EQ(sampler.merged(), 10U);
    EXPECT_EQ(sampler.refused(), 0U);
}

TEST_F(TimeIntegrity, ATimeThatGoesBackByLessThanASecondIsMergedAndNothingAfterItIsRefused) {
    expect_right(0, 100);

    EXPECT_TRUE(sampler.take(reading_of(race_start + 98'400ms), heard_at(99'500ms)).empty());
    expect_right(100, 110);

    EXPECT_EQ(sampler.merged(), 1U);
}

TEST_F(TimeIntegrity, ASteadyClockThatDriftsNeverRefusesAnHonestTime) {
    for (int second = 0; second < 14 * 3'600; ++second) {
        const auto drifted = std::chrono::milliseconds{second * 1'000 + second / 5}; // 200 ppm
        ASSERT_EQ(
            sampler.take(example_reading(static_cast<std::uint64_t>(second)), heard_at(drifted))
                .size(),
            1U)
            << second;
    }
}

TEST_F(TimeIntegrity, PositionsBeforeTheFirstTimeAreDatedAsSoonAsItIsKnown) {
    for (std::uint64_t second = 0; second < 5; ++second) {
        EXPECT_TRUE(sampler.take(undated(second), heard_at(second * 1s)).empty());
    }

    const auto fixes = right(5);

    ASSERT_EQ(fixes.size(), 6U);
    EXPECT_EQ(fixes[0], example_fix(0));
    EXPECT_EQ(fixes[4], example_fix(4));
    EXPECT_EQ(fixes[5], example_fix(5));
    EXPECT_EQ(sampler.dated(), 5U);
}

TEST_F(TimeIntegrity, OfThePositionsThatWaitForATimeTheOldestAreForgottenBeyondTheLimit) {
    const auto limit = static_cast<std::uint64_t>(Sampler::most_waiting);
    for (std::uint64_t second = 0; second < limit + 1; ++second) {
        sampler.take(undated(second), heard_at(second * 1s));
    }

    const auto fixes = right(static_cast<int>(limit) + 1);

    ASSERT_EQ(fixes.size(), limit + 1);
    EXPECT_EQ(fixes.front(), example_fix(1));
    EXPECT_EQ(sampler.forgotten(), 1U);
}

TEST_F(TimeIntegrity, AnUndatedReportOfTheSameEpochIsNoFixOfItsOwn) {
    expect_right(0, 5);

    EXPECT_TRUE(sampler.take(undated(5), heard_at(5s)).empty());
    EXPECT_EQ(right(5), std::vector{example_fix(5)});

    EXPECT_EQ(sampler.merged(), 1U);
}

TEST_F(TimeIntegrity, APositionWithoutATimeIsDatedAfterTwoSecondsWhenNoTimeComes) {
    expect_right(0, 5);
    sampler.take(undated(5), heard_at(5s));

    EXPECT_TRUE(sampler.due(heard_at(5s + Sampler::patience - 1ms)).empty());
    EXPECT_EQ(sampler.due(heard_at(5s + Sampler::patience)), std::vector{example_fix(5)});
    EXPECT_TRUE(sampler.due(heard_at(1h)).empty());
}

TEST_F(TimeIntegrity, APlaceThatJumpsIsKept) {
    expect_right(0, 5);

    auto far = example_reading(5);
    far.latitude_deg += 3;

    EXPECT_EQ(sampler.take(far, heard_at(5s)).size(), 1U);
}

TEST_F(TimeIntegrity, ZeroNorthZeroEastWithoutAnAccuracyIsNoPlace) {
    auto nowhere = example_reading(0);
    nowhere.latitude_deg = 0;
    nowhere.longitude_deg = 0;
    EXPECT_TRUE(to_fix(nowhere)); // somebody may sail there

    nowhere.accuracy_m.reset();
    EXPECT_TRUE(sampler.take(nowhere, heard_at(0s)).empty());
    EXPECT_EQ(sampler.refused(), 1U);
}

TEST_F(TimeIntegrity, TheAgeOfTheFixIsAskedOfTheSteadyClock) {
    EXPECT_EQ(sampler.age(begin), FixAge::lost);
    EXPECT_FALSE(sampler.since_fix(begin));
    right(0);

    EXPECT_EQ(sampler.age(heard_at(Sampler::fresh_for)), FixAge::fresh);
    EXPECT_EQ(sampler.age(heard_at(Sampler::fresh_for + 1ms)), FixAge::stale);
    EXPECT_EQ(sampler.age(heard_at(Sampler::lost_after)), FixAge::stale);
    EXPECT_EQ(sampler.age(heard_at(Sampler::lost_after + 1ms)), FixAge::lost);
}

TEST_F(TimeIntegrity, AReceiverThatSaysTheSameTimeForEverIsAsGoodAsSilent) {
    right(0);

    for (int second = 1; second < 100; ++second) {
        sampler.take(example_reading(0), heard_at(second * 1s));
    }

    EXPECT_EQ(sampler.age(heard_at(99s)), FixAge::lost);
}

class FreePace : public testing::Test {
protected:
    Sampler sampler{Pace::free};
};

TEST_F(FreePace, TimeMayRunSixtyTimesAsFastAndMakeLeapsForward) {
    std::uint64_t second = 0;
    for (int step = 0; step < 100; ++step, second += 60) {
        EXPECT_EQ(sampler.take(example_reading(second), begin + step * 1s).size(), 1U);
    }
    EXPECT_EQ(sampler.take(example_reading(second + 20'000), begin + 101s).size(), 1U);
}

TEST_F(FreePace, AReplayMayBeOfAnyDaySince2017) {
    EXPECT_EQ(sampler.take(reading_of(earliest_time), begin).size(), 1U);
    EXPECT_TRUE(sampler.take(reading_of(earliest_time - 1ms), begin).empty());
}

TEST_F(FreePace, OnlyForwardAndTenReadingsOutvote) {
    ASSERT_EQ(sampler.take(example_reading(50'000), begin).size(), 1U);

    std::vector<Fix> all;
    for (std::uint64_t second = 0; second < 10; ++second) {
        EXPECT_TRUE(all.empty());
        all = sampler.take(example_reading(second), begin);
    }

    EXPECT_EQ(all, example_fixes(10));
}

TEST_F(FreePace, APositionWithoutATimeIsRefusedForTheSteadyClockKnowsNoRaceTime) {
    sampler.take(example_reading(0), begin);

    EXPECT_TRUE(sampler.take(undated(1), begin + 1s).empty());
    EXPECT_TRUE(sampler.due(begin + 1h).empty());
    EXPECT_EQ(sampler.refused(), 1U);
}

} // namespace
} // namespace lanterne::firmware
