#include <fstream>
#include <functional>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

Bytes read_bytes(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto bytes = std::as_bytes(std::span{text});
    return {bytes.begin(), bytes.end()};
}

Bytes golden(const std::string& name) {
    return read_bytes(LANTERNE_SOURCE_FOLDER "/tests/core/wire/golden/" + name + ".cbor");
}

/// The bytes of a file never change: units in the field and chunks in the database hold such bytes.
template<class Message, class Decode>
void expect_golden(const std::string& name, const Message& message, Decode decode) {
    const Bytes bytes = golden(name);

    const Result<Message> decoded = decode(bytes);

    ASSERT_TRUE(decoded) << name << ": " << to_text(decoded.error());
    EXPECT_EQ(*decoded, message) << name;
    EXPECT_EQ(samples::to_hex(*encode(message)), samples::to_hex(bytes)) << name;
}

TEST(Golden, BatchIsReadAndWrittenAsEver) {
    expect_golden("batch", samples::batch(), decode_batch);
    expect_golden("batch-longest", samples::longest_batch(), decode_batch);
    expect_golden("batch-of-ten", samples::batch_of(10), decode_batch);
}

TEST(Golden, EventOfEachKindIsReadAndWrittenAsEver) {
    const std::vector<Event> events = samples::events_of_each_kind();

    expect_golden("event-sos", events[0], decode_event);
    expect_golden("event-sos-cancel", events[1], decode_event);
    expect_golden("event-boot", events[2], decode_event);
    expect_golden("event-button", events[3], decode_event);
    expect_golden("event-lost", events[4], decode_event);
    expect_golden("event-passage", events[5], decode_event);
}

TEST(Golden, ReceiptIsReadAndWrittenAsEver) {
    expect_golden("receipt", samples::receipt(), decode_receipt);
}

TEST(Golden, StatusIsReadAndWrittenAsEver) {
    expect_golden("status-of-18-items", samples::status(), decode_status);
}

TEST(Golden, StatusOfTheFirstFirmwareIsStillRead) {
    const Status now = samples::status();
    const Status at_first{.link = now.link,
                          .firmware = now.firmware,
                          .board = now.board,
                          .epoch = now.epoch,
                          .journalled = now.journalled,
                          .receipted = now.receipted,
                          .battery_pct = now.battery_pct,
                          .applied_version = now.applied_version};

    EXPECT_EQ(decode_status(golden("status")), at_first);
}

TEST(Golden, LiveFrameIsReadAndWrittenAsEver) {
    expect_golden("live-frame", samples::live_frame(), decode_live_frame);
}

TEST(Golden, ConfigurationIsReadAndWrittenAsEver) {
    expect_golden("config", samples::signed_config(), decode_signed_config);

    EXPECT_EQ(decode_config(samples::signed_config().body), samples::config());
}

TEST(Golden, StatusOfANewerFirmwareIsStillRead) {
    const Bytes newer = golden("status-with-more-items");

    EXPECT_EQ(decode_status(newer), samples::status());
}

} // namespace
} // namespace lanterne::wire
