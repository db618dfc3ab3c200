#include <gtest/gtest.h>

#include "hal/absent.hpp"

namespace lanterne::hal::absent {
namespace {

using namespace std::chrono_literals;

TEST(Absent, WhatABoardDoesNotHaveSaysNothing) {
    EXPECT_FALSE(Battery{}.read());
    EXPECT_FALSE(Button{}.next_edge());
    EXPECT_FALSE(Watchdog{}.patience());
    EXPECT_EQ(Link{}.state(), (LinkState{.up = true}));
}

TEST(Absent, AReceiverIsSilentForTheWholeTimeout) {
    GnssReceiver receiver;
    const auto before = std::chrono::steady_clock::now();

    const auto reading = receiver.next(20ms);

    ASSERT_TRUE(reading);
    EXPECT_FALSE(*reading);
    EXPECT_GE(std::chrono::steady_clock::now() - before, 20ms);
}

} // namespace
} // namespace lanterne::hal::absent
