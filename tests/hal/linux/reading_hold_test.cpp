#include <gtest/gtest.h>

#include "hal/linux/reading_hold.hpp"

namespace lanterne::hal::linux_system {
namespace {

using namespace std::chrono_literals;

GnssReading report(int second, FixMode mode) {
    return {.time = earliest_time + std::chrono::seconds{second}, .mode = mode};
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

} // namespace
} // namespace lanterne::hal::linux_system
