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

TEST(ReadingHold, ReportsWithoutATimeAreNeverDropped) {
    ReadingHold hold;
    GnssReading timeless = whole_report(1);
    timeless.time.reset();
    hold.put(timeless, now);
    ASSERT_TRUE(hold.take_when_quiet(now + 100ms));

    hold.put(timeless, now + 1s);

    EXPECT_TRUE(hold.take_when_quiet(now + 1'100ms));
}

} // namespace
} // namespace lanterne::hal::linux_system
