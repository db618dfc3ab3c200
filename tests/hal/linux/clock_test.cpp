#include <gtest/gtest.h>

#include "hal/linux/clock.hpp"

namespace lanterne::hal::linux_system {
namespace {

TEST(LinuxClock, NamesTheBootTheSameEachTimeAndNotTooLong) {
    const std::string id = Clock{}.boot_id();

    EXPECT_EQ(id.size(), 36U); // a UUID
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef-"), std::string::npos);
    EXPECT_EQ(Clock{}.boot_id(), id);
}

TEST(LinuxClock, TheSteadyOneNeverGoesBack) {
    const Clock clock;
    const auto before = clock.steady();

    EXPECT_GE(clock.steady(), before);
}

TEST(LinuxClock, TheOtherIsWithinTheTimesOfARace) {
    EXPECT_GT(Clock{}.utc(), earliest_time);
    EXPECT_LT(Clock{}.utc(), latest_time);
}

} // namespace
} // namespace lanterne::hal::linux_system
