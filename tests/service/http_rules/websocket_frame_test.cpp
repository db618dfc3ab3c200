#include <gtest/gtest.h>
#include <zlib.h>

#include "service/event_stream.hpp"
#include "service/websocket_frame.hpp"

namespace lanterne::service {

namespace {

using namespace std::string_literals;

/// RFC 7692 section 7.2.2, with zlib from the outside.
std::string inflate_message(std::string content) {
    content += "\x00\x00\xff\xff"s;
    std::string out(100'000, '\0');
    z_stream stream{};
    ::inflateInit2(&stream, -15);
    stream.next_in = reinterpret_cast<Bytef*>(content.data());
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = ::inflate(&stream, Z_SYNC_FLUSH);
    out.resize(stream.total_out);
    const bool used_all = stream.avail_in == 0;
    ::inflateEnd(&stream);
    EXPECT_TRUE(used_all && (result == Z_OK || result == Z_BUF_ERROR)) << result;
    return out;
}

TEST(WebSocketFrame, HasTheBytesOfTheStandardsExamples) {
    EXPECT_EQ(websocket_frame(Opcode::text, "Hello"), "\x81\x05Hello");
    EXPECT_EQ(websocket_frame(Opcode::ping, "Hello"), "\x89\x05Hello");
    EXPECT_EQ(websocket_frame(Opcode::binary, std::string(256, 'x')).substr(0, 4),
              "\x82\x7e\x01\x00"s);
    EXPECT_EQ(websocket_frame(Opcode::binary, std::string(65'536, 'x')).substr(0, 10),
              "\x82\x7f\0\0\0\0\0\x01\0\0"s);
}

TEST(WebSocketFrame, WritesEachLengthInItsShortestForm) {
    EXPECT_EQ(websocket_frame(Opcode::text, std::string(125, 'x')).size(), 2U + 125U);
    EXPECT_EQ(websocket_frame(Opcode::text, std::string(126, 'x')).size(), 4U + 126U);
    EXPECT_EQ(websocket_frame(Opcode::text, std::string(65'535, 'x')).size(), 4U + 65'535U);
    EXPECT_EQ(websocket_frame(Opcode::text, std::string(65'536, 'x')).size(), 10U + 65'536U);
}

TEST(WebSocketFrame, OfAGoodbyeHasItsCode) {
    EXPECT_EQ(close_frame(close_code::service_restart), "\x88\x02\x03\xf4");
}

TEST(DeflatedWebSocketFrame, InflatesToWhatWasSaid) {
    std::string text;
    for (int n = 0; n < 500; ++n) {
        text += "athlete " + std::to_string(n) + " is on the course; ";
    }

    const std::string bytes = deflated_websocket_frame(Opcode::binary, text);

    ASSERT_GT(bytes.size(), 4U);
    EXPECT_LT(bytes.size(), text.size() / 3);
    EXPECT_EQ(static_cast<unsigned char>(bytes[0]), 0xC2);
    EXPECT_EQ(inflate_message(bytes.substr(4)), text);
}

TEST(DeflatedWebSocketFrame, IsNoneWhenThatIsNotShorter) {
    EXPECT_EQ(deflated_websocket_frame(Opcode::text, ""), "");
    EXPECT_EQ(deflated_websocket_frame(Opcode::text, "x"), "");
    EXPECT_EQ(deflated_websocket_frame(Opcode::text, "abcdefghijklmnopqrstuvwxyz"), "");
}

TEST(EventStreamText, HasALineForEachLineOfTheData) {
    EXPECT_EQ(event_stream_text("7.3", "{}"), "id: 7.3\ndata: {}\n\n");
    EXPECT_EQ(event_stream_text("", "a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n");
    EXPECT_EQ(event_stream_text("1", ""), "id: 1\ndata: \n\n");
    EXPECT_EQ(event_stream_text("1", "a\n"), "id: 1\ndata: a\ndata: \n\n");
}

TEST(EventStreamText, HasNoIdThatBreaksItsLine) {
    EXPECT_THROW(event_stream_text("1\ndata: forged", "x"), std::invalid_argument);
    EXPECT_THROW(event_stream_text("1\r", "x"), std::invalid_argument);
    EXPECT_THROW(event_stream_text("1\0"s, "x"), std::invalid_argument);
}

} // namespace

} // namespace lanterne::service
