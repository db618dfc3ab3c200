#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "service/stop.hpp"

namespace lanterne::service {
namespace {

using std::chrono::milliseconds;

TEST(StopSignal, IsNotRequestedAtFirst) {
    const StopSignal stop;

    EXPECT_FALSE(stop.requested());
    EXPECT_FALSE(stop.wait(milliseconds{1}));
}

TEST(StopSignal, StaysRequestedAfterSigterm) {
    const StopSignal stop;

    kill(getpid(), SIGTERM);

    EXPECT_TRUE(stop.wait(std::chrono::seconds{20}));
    EXPECT_TRUE(stop.requested());
}

TEST(StopSignal, IsRequestedBySigint) {
    const StopSignal stop;

    kill(getpid(), SIGINT);

    EXPECT_TRUE(stop.wait(std::chrono::seconds{20}));
}

TEST(StopSignal, WakesEveryThreadThatWaits) {
    const StopSignal stop;
    bool woken = false;
    std::thread waiting{[&] { woken = stop.wait(std::chrono::seconds{20}); }};

    stop.request();

    waiting.join();
    EXPECT_TRUE(woken);
    EXPECT_TRUE(stop.requested());
}

} // namespace
} // namespace lanterne::service
