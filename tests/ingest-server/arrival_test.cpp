#include <gtest/gtest.h>

#include "ingest-server/arrival.hpp"

namespace lanterne::ingest {
namespace {

TEST(Arrival, OfAStatusThatIsTakenBackHasNothingToSay) {
    EXPECT_TRUE(takes_status_back({.topic = "ln/1/s07/demo000001/s", .payload = {}}));
}

TEST(Arrival, OfAnythingElseIsReadHoweverEmpty) {
    EXPECT_FALSE(takes_status_back({.topic = "ln/1/s07/demo000001/f", .payload = {}}));
    EXPECT_FALSE(takes_status_back({.topic = "ln/1/s07/NO UNIT/s", .payload = {}}));
    EXPECT_FALSE(
        takes_status_back({.topic = "ln/1/s07/demo000001/s", .payload = {std::byte{0x80}}}));

    const auto empty = read_arrival({.topic = "ln/1/s07/demo000001/f", .payload = {}});
    ASSERT_TRUE(empty);
    EXPECT_TRUE(std::holds_alternative<Unreadable>(empty->content));
}

} // namespace
} // namespace lanterne::ingest
