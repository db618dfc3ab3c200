#include <gtest/gtest.h>

#include "hal/simulated/receiver.hpp"

namespace lanterne::hal::simulated {
namespace {

using namespace std::chrono_literals;

GnssReading reading_at(std::int64_t second) {
    return {.time = earliest_time + std::chrono::seconds{second}};
}

TEST(SimulatedReceiver, SaysWhatItWasOfferedInThatOrderAndThenNothing) {
    Receiver receiver;
    receiver.offer(reading_at(1));
    receiver.offer(reading_at(2));

    EXPECT_EQ(receiver.next(0ms).value()->time, reading_at(1).time);
    EXPECT_EQ(receiver.next(0ms).value()->time, reading_at(2).time);
    EXPECT_FALSE(receiver.next(0ms).value().has_value());
}

TEST(SimulatedReceiver, LosesTheOldestBeyondItsLimit) {
    Receiver receiver;
    for (std::int64_t second = 0; second <= std::int64_t{Receiver::limit}; ++second) {
        receiver.offer(reading_at(second));
    }

    EXPECT_EQ(receiver.next(0ms).value()->time, reading_at(1).time);
}

} // namespace
} // namespace lanterne::hal::simulated
