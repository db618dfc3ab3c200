#include <gtest/gtest.h>

#include "ingest-server/arrival.hpp"

namespace lanterne::ingest {
namespace {

wire::UnitTopic topic(wire::UnitChannel channel) {
    return {.shard = 7, .unit = *UnitSerial::from("demo000001"), .channel = channel};
}

TEST(Arrival, OfAStatusThatIsTakenBackHasNothingToSay) {
    EXPECT_TRUE(takes_status_back(topic(wire::UnitChannel::status), {.topic = {}, .payload = {}}));
}

TEST(Arrival, OfAnythingElseIsReadHoweverEmpty) {
    EXPECT_FALSE(takes_status_back(topic(wire::UnitChannel::fixes), {.topic = {}, .payload = {}}));
    EXPECT_FALSE(takes_status_back(topic(wire::UnitChannel::status),
                                   {.topic = {}, .payload = {std::byte{0x80}}}));

    const Arrival empty =
        read_arrival(topic(wire::UnitChannel::fixes), {.topic = {}, .payload = {}});
    EXPECT_TRUE(std::holds_alternative<Unreadable>(empty.content));
}

} // namespace
} // namespace lanterne::ingest
