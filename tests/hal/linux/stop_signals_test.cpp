#include <csignal>

#include <gtest/gtest.h>

#include "hal/linux/stop_signals.hpp"

namespace lanterne::hal::linux_system {
namespace {

TEST(StopSignals, AreNoWishUntilOneComes) {
    StopSignals stop;

    EXPECT_FALSE(stop.wished());
    std::raise(SIGTERM);

    EXPECT_TRUE(stop.wished());
    EXPECT_TRUE(stop.wished());
}

TEST(StopSignals, TakeAnInterruptToo) {
    StopSignals stop;

    std::raise(SIGINT);

    EXPECT_TRUE(stop.wished());
}

TEST(StopSignals, LeaveABrokenPipeToWhoWrites) {
    StopSignals stop;

    std::raise(SIGPIPE);

    EXPECT_FALSE(stop.wished());
}

} // namespace
} // namespace lanterne::hal::linux_system
