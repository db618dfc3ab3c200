#include <gtest/gtest.h>

#include "core/wire/topic.hpp"

namespace lanterne::wire {
namespace {

const UnitSerial unit = *UnitSerial::from("abc123");
const Slug race = *Slug::from("harbour-sprint");

TEST(UnitTopic, IsWrittenAndReadBack) {
    const UnitTopic topic{.shard = 7, .unit = unit, .channel = UnitChannel::events};

    EXPECT_EQ(to_text(topic), "ln/1/s07/abc123/e");
    EXPECT_EQ(parse_unit_topic("ln/1/s07/abc123/e"), topic);
}

TEST(UnitTopic, HasShardsZeroToSixtyThree) {
    EXPECT_EQ(parse_unit_topic("ln/1/s00/abc123/f")->shard, 0);
    EXPECT_EQ(parse_unit_topic("ln/1/s63/abc123/s")->shard, 63);
    EXPECT_EQ(parse_unit_topic("ln/1/s00/abc123/b")->channel, UnitChannel::backlog);
    EXPECT_FALSE(parse_unit_topic("ln/1/s64/abc123/f"));
}

class ForeignTopic : public testing::TestWithParam<const char*> {};

TEST_P(ForeignTopic, IsNotOneOfAUnit) { EXPECT_FALSE(parse_unit_topic(GetParam())); }

INSTANTIATE_TEST_SUITE_P(UnitTopic, ForeignTopic,
                         testing::Values("", "ln/1/", "ln/2/s07/abc123/f", "ln/1/s7/abc123/f",
                                         "ln/1/s007/abc123/f", "ln/1/07/abc123/f",
                                         "ln/1/s+7/abc123/f", "ln/1/s07/abc123", "ln/1/s07/abc123/",
                                         "ln/1/s07/abc123/a", "ln/1/s07/abc123/ff",
                                         "ln/1/s07/abc123/f/", "ln/1/s07/ABC123/f", "ln/1/s07//f",
                                         "ln/1/s07/+/f", "x/ln/1/s07/abc123/f", "ln/1/abc123/a"));

TEST(UnitTopic, NamesWhatAUnitReads) {
    EXPECT_EQ(receipt_topic(unit), "ln/1/abc123/a");
    EXPECT_EQ(configuration_topic(unit), "ln/1/abc123/c");
}

TEST(LiveTopic, IsWrittenAndReadBack) {
    const LiveTopic topic{.race = race, .channel = LiveChannel::snapshot};

    EXPECT_EQ(live_topic(race, LiveChannel::snapshot), "ln/live/harbour-sprint/s");
    EXPECT_EQ(live_topic(race, LiveChannel::frame), "ln/live/harbour-sprint/f");
    EXPECT_EQ(parse_live_topic("ln/live/harbour-sprint/s"), topic);
}

class ForeignLiveTopic : public testing::TestWithParam<const char*> {};

TEST_P(ForeignLiveTopic, IsNotOneOfARace) { EXPECT_FALSE(parse_live_topic(GetParam())); }

INSTANTIATE_TEST_SUITE_P(LiveTopic, ForeignLiveTopic,
                         testing::Values("", "ln/live/", "ln/live/harbour", "ln/live/harbour/",
                                         "ln/live/harbour/x", "ln/live/harbour/f/1", "ln/live/../f",
                                         "ln/live//f", "ln/1/s00/abc123/f"));

} // namespace
} // namespace lanterne::wire
