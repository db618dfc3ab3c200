#include <gtest/gtest.h>

#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

/// Each seed makes one message of each kind; a failure names its seed.
class AnyMessage : public testing::TestWithParam<std::uint64_t> {
protected:
    static constexpr int messages_a_seed = 100;

    template<class Message, class Decode>
    void expect_round_trips(Message (*any)(samples::Random&), Decode decode) {
        samples::Random random{GetParam()};
        for (int i = 0; i < messages_a_seed; ++i) {
            SCOPED_TRACE(testing::Message() << "seed " << GetParam() << ", message " << i);
            const Message message = any(random);

            const Result<Bytes> bytes = encode(message);

            ASSERT_TRUE(bytes) << to_text(bytes.error());
            const Result<Message> decoded = decode(*bytes);
            ASSERT_TRUE(decoded) << to_text(decoded.error());
            ASSERT_EQ(*decoded, message);
            ASSERT_EQ(encode(*decoded), bytes);
        }
    }
};

TEST_P(AnyMessage, BatchComesBackAsItWas) {
    expect_round_trips(samples::random_batch, decode_batch);
}

TEST_P(AnyMessage, EventComesBackAsItWas) {
    expect_round_trips(samples::random_event, decode_event);
}

TEST_P(AnyMessage, ReceiptComesBackAsItWas) {
    expect_round_trips(samples::random_receipt, decode_receipt);
}

TEST_P(AnyMessage, StatusComesBackAsItWas) {
    expect_round_trips(samples::random_status, decode_status);
}

TEST_P(AnyMessage, LiveFrameComesBackAsItWas) {
    expect_round_trips(samples::random_live_frame, decode_live_frame);
}

TEST_P(AnyMessage, ConfigurationComesBackAsItWas) {
    expect_round_trips(samples::random_config, decode_config);
    expect_round_trips(samples::random_signed_config, decode_signed_config);
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyMessage, testing::Range<std::uint64_t>(1, 5));

} // namespace
} // namespace lanterne::wire
