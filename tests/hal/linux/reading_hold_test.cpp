#include <gtest/gtest.h>

#include "hal/linux/reading_hold.hpp"

namespace lanterne::hal::linux_system {
namespace {

using namespace std::chrono_literals;

GnssReading report(int second, FixMode mode) {
    return {.time = earliest_time + std::chrono::seconds{second}, .mode = mode};
}

GnssReading whole_report(int second) {
    GnssReading whole = report(second, FixMode::fix_3d);
    whole.altitude_m = 120.0;
    whole.speed_mps = 3.0;
    whole.accuracy_m = 5.0;
    return whole;
}

constexpr ReadingHold::Instant now{1'000h};

TEST(ReadingHold, OfSeveralReportsOfATimeTheLastCounts) {
    ReadingHold hold;

    EXPECT_FALSE(hold.put(report(1, FixMode::fix_2d), now));
    EXPECT_FALSE(hold.put(report(1, FixMode::fix_3d), now));
    const auto complete = hold.put(report(2, FixMode::fix_2d), now);

    ASSERT_TRUE(complete);
    EXPECT_EQ(complete->time, report(1, FixMode::fix_3d).time);
    EXPECT_EQ(complete->mode, FixMode::fix_3d);
}

TEST(ReadingHold, IsCompleteAfterThreeHundredQuietMilliseconds) {
    ReadingHold hold;
    hold.put(report(1, FixMode::fix_3d), now);

    EXPECT_FALSE(hold.take_when_quiet(now + 299ms));
    EXPECT_TRUE(hold.take_when_quiet(now + 300ms));
    EXPECT_FALSE(hold.take_when_quiet(now + 301ms));
}

TEST(ReadingHold, ALaterReportOfTheSameTimeBeginsTheQuietAnew) {
    ReadingHold hold;
    hold.put(report(1, FixMode::fix_2d), now);
    hold.put(report(1, FixMode::fix_3d), now + 200ms);

    EXPECT_FALSE(hold.take_when_quiet(now + 499ms));
    EXPECT_EQ(hold.due(), now + 500ms);
}

TEST(ReadingHold, AWholeReportIsCompleteAfterOneHundred) {
    ReadingHold hold;
    hold.put(report(1, FixMode::fix_2d), now);
    hold.put(whole_report(1), now + 50ms);

    EXPECT_FALSE(hold.take_when_quiet(now + 149ms));
    EXPECT_TRUE(hold.take_when_quiet(now + 150ms));
}

TEST(ReadingHold, WhatComesOfAnEpochAfterItWasHandedOverIsDropped) {
    ReadingHold hold;
    hold.put(whole_report(1), now);
    ASSERT_TRUE(hold.take_when_quiet(now + 100ms));

    EXPECT_FALSE(hold.put(whole_report(1), now + 150ms));

    EXPECT_FALSE(hold.due());
    EXPECT_FALSE(hold.put(whole_report(2), now + 1s));
    EXPECT_EQ(hold.due(), now + 1'100ms);
}

GnssReading timeless_report(double latitude_deg) {
    GnssReading timeless = whole_report(1);
    timeless.time.reset();
    timeless.latitude_deg = latitude_deg;
    return timeless;
}

/// Epochs of one whole report each, a second apart, that end before the given one.
void learn(ReadingHold& hold) {
    for (int second = 1; second <= ReadingHold::epochs_to_learn; ++second) {
        const auto at = now - 1h + std::chrono::seconds{second};
        hold.put(whole_report(second - 3'600), at);
        hold.take_when_quiet(at + 100ms);
    }
}

TEST(ReadingHold, WhatIsDroppedIsCounted) {
    ReadingHold hold;
    hold.put(whole_report(1), now);
    hold.take_when_quiet(now + 100ms);

    hold.put(whole_report(1), now + 150ms);
    hold.put(whole_report(1), now + 160ms);

    EXPECT_EQ(hold.dropped(), 2U);
}

TEST(ReadingHold, OnceTheCycleIsLearnedAWholeReportIsCompleteAtOnce) {
    ReadingHold hold;
    learn(hold);

    hold.put(whole_report(1), now);

    EXPECT_EQ(hold.due(), now);
    EXPECT_TRUE(hold.take_when_quiet(now));
}

TEST(ReadingHold, AReportThatIsNotWholeIsWaitedOnAlsoThen) {
    ReadingHold hold;
    learn(hold);

    hold.put(report(1, FixMode::fix_2d), now);
    EXPECT_EQ(hold.due(), now + 300ms);
    hold.put(whole_report(1), now + 50ms);
    EXPECT_EQ(hold.due(), now + 150ms);
}

TEST(ReadingHold, AnEpochOfSeveralReportsMakesItLearnAnew) {
    ReadingHold hold;
    learn(hold);
    hold.put(whole_report(1), now);
    ASSERT_TRUE(hold.take_when_quiet(now));
    hold.put(whole_report(1), now + 50ms);

    hold.put(whole_report(2), now + 1s);

    EXPECT_EQ(hold.due(), now + 1'100ms);
}

TEST(ReadingHold, AtTenHertzEachEpochIsThereBeforeTheNext) {
    ReadingHold hold;
    for (int epoch = 0; epoch < 20; ++epoch) {
        GnssReading tenth = whole_report(1);
        *tenth.time += epoch * 100ms;
        const auto at = now + epoch * 100ms;
        const auto before = hold.put(tenth, at);
        const auto quiet = hold.take_when_quiet(at + 99ms);

        EXPECT_EQ(before.has_value(), epoch > 0 && epoch <= ReadingHold::epochs_to_learn) << epoch;
        EXPECT_EQ(quiet.has_value(), epoch >= ReadingHold::epochs_to_learn) << epoch;
    }
}

TEST(ReadingHold, AReportWithoutATimeIsOfTheEpochThatNamesItsPlaceWithOne) {
    ReadingHold hold;
    GnssReading timed = whole_report(1);
    timed.latitude_deg = 45;
    hold.put(timeless_report(45), now);

    EXPECT_FALSE(hold.put(timed, now + 60ms));
    EXPECT_FALSE(hold.put(timeless_report(45), now + 70ms));
    const auto complete = hold.take_when_quiet(now + 160ms);

    ASSERT_TRUE(complete);
    EXPECT_EQ(complete->time, timed.time);
    EXPECT_EQ(hold.dropped(), 1U);
}

TEST(ReadingHold, AReportWithoutATimeOfAnotherPlaceIsAnEpochOfItsOwn) {
    ReadingHold hold;
    hold.put(timeless_report(45), now);

    const auto complete = hold.put(timeless_report(46), now + 100ms);

    ASSERT_TRUE(complete);
    EXPECT_EQ(complete->latitude_deg, 45);
}

TEST(ReadingHold, WhoStandsStillWithoutATimeIsHeardAgainAndAgain) {
    ReadingHold hold;
    int heard = 0;
    for (auto at = now; at < now + 10s; at += 100ms) {
        hold.put(timeless_report(45), at);
        heard += hold.take_when_quiet(at + 50ms) ? 1 : 0;
    }

    EXPECT_GE(heard, 25);
}

} // namespace
} // namespace lanterne::hal::linux_system
