#include <gtest/gtest.h>

#include "ingest-server/broker_drops.hpp"

namespace lanterne::ingest {
namespace {

std::optional<std::uint64_t> look(BrokerDrops& drops, std::string_view text) {
    return drops.look(std::as_bytes(std::span{text}));
}

TEST(BrokerDrops, AreThoseSinceTheBrokerStartedAtFirst) {
    BrokerDrops drops;

    EXPECT_EQ(look(drops, "7"), 7U);
}

TEST(BrokerDrops, AreThoseSinceTheLastLookThen) {
    BrokerDrops drops;
    look(drops, "7");

    EXPECT_EQ(look(drops, "7"), 0U);
    EXPECT_EQ(look(drops, "12"), 5U);
}

TEST(BrokerDrops, CountFromNothingAgainWhenTheBrokerStartedAnew) {
    BrokerDrops drops;
    look(drops, "12");

    EXPECT_EQ(look(drops, "3"), 3U);
}

TEST(BrokerDrops, AreUnknownWhereTheBrokerSaysNoNumber) {
    BrokerDrops drops;

    EXPECT_EQ(look(drops, ""), std::nullopt);
    EXPECT_EQ(look(drops, "-1"), std::nullopt);
    EXPECT_EQ(look(drops, "12 messages"), std::nullopt);
    EXPECT_EQ(look(drops, "99999999999999999999999"), std::nullopt);
}

} // namespace
} // namespace lanterne::ingest
