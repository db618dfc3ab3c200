#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/websocket_handshake.hpp"

namespace lanterne::service {

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view both_without_takeover =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

RequestHead handshake() {
    return {.version = 11,
            .method = "GET",
            .target = "/live/race",
            .fields = {{"Host", "example.org"},
                       {"Upgrade", "websocket"},
                       {"Connection", "keep-alive, Upgrade"},
                       {"Sec-WebSocket-Version", "13"},
                       {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}}};
}

RequestHead with(RequestHead head, const std::string& name, const std::string& value) {
    for (auto& field : head.fields) {
        if (field.first == name) {
            field.second = value;
            return head;
        }
    }
    head.fields.emplace_back(name, value);
    return head;
}

int refusal_of(const RequestHead& head) {
    const auto agreement = agree(head, {});
    return agreement ? 0 : agreement.error().status;
}

TEST(Handshake, AcceptsTheKeyOfTheStandardsExample) {
    const auto agreement = agree(handshake(), {});

    ASSERT_TRUE(agreement);
    EXPECT_EQ(agreement->answer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                 "Connection: Upgrade\r\n"
                                 "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
    EXPECT_FALSE(agreement->takes_deflated);
}

TEST(Handshake, IsRefusedWhenAnythingIsMissingOrWrong) {
    EXPECT_EQ(refusal_of(with(handshake(), "Upgrade", "h2c")), 426);
    EXPECT_EQ(refusal_of(with(handshake(), "Connection", "keep-alive")), 426);
    EXPECT_EQ(refusal_of(with(handshake(), "Sec-WebSocket-Version", "8")), 426);
    EXPECT_EQ(refusal_of(with(handshake(), "Sec-WebSocket-Key", "")), 400);
    EXPECT_EQ(refusal_of(with(handshake(), "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ")), 400);
    EXPECT_EQ(refusal_of(with(handshake(), "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j*Q==")), 400);
    RequestHead old = handshake();
    old.version = 10;
    EXPECT_EQ(refusal_of(old), 426);
    RequestHead twice = handshake();
    twice.fields.push_back(twice.fields.back());
    EXPECT_EQ(refusal_of(twice), 400);
}

TEST(Handshake, SaysWhichVersionWouldBeRight) {
    const auto agreement = agree(with(handshake(), "Sec-WebSocket-Version", "8"), {});

    ASSERT_FALSE(agreement);
    EXPECT_THAT(agreement.error().headers,
                testing::Contains(testing::Pair("Sec-WebSocket-Version", "13")));
}

TEST(Handshake, AgreesToTheFirstOfferedSubProtocolThatIsKnown) {
    const std::vector<std::string> known{"lanterne.live.1", "lanterne.json.1"};

    const auto agreement =
        agree(with(handshake(), "Sec-WebSocket-Protocol", "chat, lanterne.json.1,lanterne.live.1"),
              known);
    const auto none = agree(with(handshake(), "Sec-WebSocket-Protocol", "chat"), known);

    EXPECT_EQ(agreement->sub_protocol, "lanterne.json.1");
    EXPECT_THAT(agreement->answer, HasSubstr("Sec-WebSocket-Protocol: lanterne.json.1\r\n"));
    EXPECT_EQ(none->sub_protocol, "");
    EXPECT_THAT(none->answer, Not(HasSubstr("Sec-WebSocket-Protocol")));
}

TEST(Handshake, AgreesToDeflateWithoutContextTakeover) {
    const auto agreement = agree(
        with(handshake(), "Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"),
        {});

    EXPECT_TRUE(agreement->takes_deflated);
    EXPECT_THAT(agreement->answer, HasSubstr("Sec-WebSocket-Extensions: " +
                                             std::string{both_without_takeover} + "\r\n"));
}

TEST(DeflateOffer, IsAnsweredWhenItSuitsUs) {
    EXPECT_EQ(agreed_deflate("permessage-deflate"), both_without_takeover);
    EXPECT_EQ(agreed_deflate("permessage-deflate; client_max_window_bits=\"12\""),
              both_without_takeover);
    EXPECT_EQ(agreed_deflate("permessage-deflate;server_no_context_takeover;"
                             "client_no_context_takeover"),
              both_without_takeover);
    EXPECT_EQ(agreed_deflate("permessage-deflate; server_max_window_bits=15"),
              std::string{both_without_takeover} + "; server_max_window_bits=15");
}

TEST(DeflateOffer, IsLeftForTheNextOneWhenItDoesNot) {
    EXPECT_EQ(agreed_deflate("permessage-deflate; server_max_window_bits=10, permessage-deflate"),
              both_without_takeover);
    EXPECT_EQ(agreed_deflate("x-webkit-deflate-frame, permessage-deflate"), both_without_takeover);
}

TEST(DeflateOffer, IsNotAnsweredWhenItAsksForWhatWeDoNotDo) {
    EXPECT_FALSE(agreed_deflate(""));
    EXPECT_FALSE(agreed_deflate("permessage-bzip2"));
    EXPECT_FALSE(agreed_deflate("permessage-deflate; server_max_window_bits=12"));
    EXPECT_FALSE(agreed_deflate("permessage-deflate; server_max_window_bits"));
    EXPECT_FALSE(agreed_deflate("permessage-deflate; client_max_window_bits=16"));
    EXPECT_FALSE(agreed_deflate("permessage-deflate; client_max_window_bits=7"));
    EXPECT_FALSE(agreed_deflate("permessage-deflate; server_no_context_takeover=1"));
    EXPECT_FALSE(agreed_deflate("permessage-deflate; client_max_window_bits; "
                                "client_max_window_bits"));
    EXPECT_FALSE(agreed_deflate("permessage-deflate; level=9"));
}

} // namespace

} // namespace lanterne::service
