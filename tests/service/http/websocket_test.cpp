#include <array>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/service/http/watched_server.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using support::ReceiveBuffer;
using support::wait_until;

/// Of a reader with a usual buffer, while it does not read. One with the smallest would wait 200 ms
/// for each 447 bytes, as its kernel announces them.
const std::string more_than_the_kernel_takes(4'000'000, 'x');

class Sockets : public testing::Test {
protected:
    void serve(HttpLimits limits = {}) { server_ = std::make_unique<WatchedServer>(limits); }

    BareWebSocket join(ReceiveBuffer buffer = ReceiveBuffer::normal) {
        return server_->join(buffer);
    }

    int broadcast(const std::string& text) { return server_->broadcast(text); }

    std::unique_ptr<WatchedServer> server_;
};

TEST_F(Sockets, ShakeHandsAsRfc6455Says) {
    serve();
    const BareWebSocket client = BareWebSocket{server_->port(), "/live/race"};

    EXPECT_THAT(client.answer(),
                testing::HasSubstr("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
}

TEST_F(Sockets, CarryShortAndLongMessages) {
    serve();
    BareWebSocket client = join();

    for (const std::size_t size : {0U, 1U, 125U, 126U, 65'535U, 65'536U, 1'000'000U}) {
        const std::string text(size, 'x');
        ASSERT_TRUE(wait_until([&] { return broadcast(text) == 1; }));
        EXPECT_EQ(client.read(), text);
    }
}

TEST_F(Sockets, RefuseASecondMessageWhileOneIsUnderWay) {
    serve({.socket_stall = support::patience});
    BareWebSocket slow = join();

    EXPECT_EQ(broadcast(more_than_the_kernel_takes), 1);
    EXPECT_EQ(broadcast("more"), 0);
    EXPECT_EQ(slow.read(), more_than_the_kernel_takes);
    EXPECT_TRUE(wait_until([&] { return server_->sent() == 1; }));
    EXPECT_EQ(broadcast("more"), 1);
}

TEST_F(Sockets, OfAStalledReaderCostTheOthersNothing) {
    serve({.socket_stall = support::patience});
    BareWebSocket stalled = join(ReceiveBuffer::smallest);
    BareWebSocket healthy = join();
    const std::string text(20'000, 'k');
    int to_stalled = 0;

    for (int n = 0; n < 200; ++n) {
        ASSERT_TRUE(wait_until([&] {
            const auto taken = server_->send_to_all(text);
            to_stalled += taken.at(0) ? 1 : 0;
            return taken.at(1);
        }));
        ASSERT_EQ(healthy.read(), text);
    }

    // The kernel hides 64 KiB, which it may double, and the reader's own buffer: not megabytes.
    EXPECT_LE(to_stalled, 16);
    EXPECT_EQ(stalled.read()->size(), text.size());
}

TEST_F(Sockets, CloseWhenNobodyAnswersThePing) {
    serve({.socket_silence = 300ms, .socket_answer = 300ms, .look = 100ms});
    BareWebSocket silent = join();

    EXPECT_TRUE(wait_until([&] { return server_->closed() == 1; }));
}

TEST_F(Sockets, ArePingedAgainWhenThePingIsAnswered) {
    serve({.socket_silence = 200ms, .socket_answer = support::patience, .look = 50ms});
    BareWebSocket client = join();

    for (int n = 0; n < 3; ++n) {
        ASSERT_TRUE(client.raw().read_bytes(2));
        EXPECT_EQ(client.raw().take(2), "\x89\0"s);
        client.raw().send("\x8a\x80\0\0\0\0"s);
    }

    EXPECT_EQ(server_->closed(), 0);
    EXPECT_EQ(broadcast("still here"), 1);
}

TEST_F(Sockets, CloseOnAMessageAboveTheLimit) {
    serve({.socket_message_bytes = 10});
    BareWebSocket at_limit = join();
    BareWebSocket above = join();

    at_limit.send_text("0123456789");
    above.send_text("0123456789a");

    EXPECT_FALSE(above.read());
    EXPECT_EQ(above.close_code(), 1009U);
    EXPECT_TRUE(wait_until([&] { return server_->closed() == 1; }));
    EXPECT_EQ(broadcast("x"), 1);
    EXPECT_EQ(at_limit.read(), "x");
}

TEST_F(Sockets, CloseOnAFlood) {
    serve({.socket_messages_per_10_s = 5});
    BareWebSocket client = join();

    for (int n = 0; n < 6; ++n) {
        client.send_text("x");
    }

    EXPECT_FALSE(client.read());
    EXPECT_EQ(client.close_code(), 1008U);
}

TEST_F(Sockets, CloseOnWhatIsNoFrame) {
    serve();
    const std::array<std::string, 4> faults{"\x81\x01x"s, "\xc1\x80\0\0\0\0"s, "\x80\x80\0\0\0\0"s,
                                            "GET / HTTP/1.1\r\n\r\n"s};

    for (const std::string& bytes : faults) {
        BareWebSocket client = join();
        client.raw().send(bytes);

        EXPECT_FALSE(client.read());
        EXPECT_EQ(client.close_code(), 1002U);
    }
    EXPECT_EQ(server_->refused("socket_mask"), 1);
    EXPECT_EQ(server_->refused("socket_fragment"), 1);
    EXPECT_EQ(server_->refused("socket_reserved_bits"), 1);
    EXPECT_EQ(server_->refused("socket_opcode"), 1) << "the letter G";
}

TEST_F(Sockets, AnswerAPingWithItsContent) {
    serve();
    BareWebSocket client = join();

    client.raw().send("\x89\x85\0\0\0\0there"s);

    ASSERT_TRUE(client.raw().read_bytes(7));
    EXPECT_EQ(client.raw().take(7), "\x8a\x05there");
}

TEST_F(Sockets, AnswerAGoodbyeWithTheSameAndEnd) {
    serve();
    BareWebSocket client = join();

    client.raw().send("\x88\x82\0\0\0\0\x0f\xa0"s);

    EXPECT_TRUE(client.raw().read_to_end());
    EXPECT_EQ(client.raw().received(), "\x88\x02\x0f\xa0");
    EXPECT_TRUE(wait_until([&] { return server_->closed() == 1; }));
}

TEST_F(Sockets, AnswerAPingBehindAMessageThatIsUnderWay) {
    serve({.socket_stall = support::patience});
    BareWebSocket client = join();
    ASSERT_EQ(broadcast(more_than_the_kernel_takes), 1);

    client.raw().send("\x89\x80\0\0\0\0"s);

    EXPECT_EQ(client.read(), more_than_the_kernel_takes);
    ASSERT_TRUE(client.raw().read_bytes(2));
    EXPECT_EQ(client.raw().take(2), "\x8a\0"s);
}

TEST_F(Sockets, CloseWhenASendStaysUnderWay) {
    serve({.socket_stall = 300ms, .look = 100ms});
    BareWebSocket stalled = join(ReceiveBuffer::smallest);
    ASSERT_EQ(broadcast(more_than_the_kernel_takes), 1);
    BareWebSocket healthy = join();

    EXPECT_TRUE(wait_until([&] { return server_->closed() == 1; }));

    EXPECT_EQ(server_->refused("socket_stalled"), 1);
    EXPECT_EQ(broadcast("y"), 1);
    EXPECT_EQ(healthy.read(), "y");
}

TEST_F(Sockets, AreGivenMoreAtOnceWhenTheKernelTookAll) {
    serve();
    BareWebSocket client = join();

    for (int n = 0; n < 8; ++n) {
        EXPECT_EQ(broadcast(std::to_string(n)), 1);
    }

    for (int n = 0; n < 8; ++n) {
        EXPECT_EQ(client.read(), std::to_string(n));
    }
    EXPECT_EQ(server_->sent(), 0) << "it never stopped to be idle";
}

TEST_F(Sockets, TellWhenTheClientIsGone) {
    serve();
    { const BareWebSocket client = join(); }

    EXPECT_TRUE(wait_until([&] { return server_->closed() == 1; }));
    EXPECT_EQ(broadcast("x"), 0);
}

TEST_F(Sockets, CloseWithServiceRestartWhenTheServerStops) {
    serve();
    BareWebSocket client = join();

    server_->server().stop();

    EXPECT_FALSE(client.read());
    EXPECT_EQ(client.close_code(), 1012U);
}

TEST_F(Sockets, DoNotHoldAStoppingServerWhenTheirReaderStalls) {
    serve({.drain_time = 200ms});
    BareWebSocket stalled = join(ReceiveBuffer::smallest);
    EXPECT_EQ(broadcast(std::string(4'000'000, 'x')), 1);

    const auto began = std::chrono::steady_clock::now();
    server_->server().shut_down();

    EXPECT_LT(std::chrono::steady_clock::now() - began, support::patience);
    EXPECT_EQ(server_->closed(), 1);
}

TEST_F(Sockets, AreRefusedToForeignPagesAndByTheirOwner) {
    serve();
    const std::string own = "Origin: http://127.0.0.1:" + std::to_string(server_->port()) + "\r\n";

    EXPECT_EQ(
        (BareWebSocket{server_->port(), "/live/race", "Origin: https://example.org\r\n"}.status()),
        403);
    EXPECT_EQ((BareWebSocket{server_->port(), "/live/race", own}.status()), 101);
    EXPECT_EQ((BareWebSocket{server_->port(), "/live/none"}.status()), 404);
    EXPECT_TRUE(wait_until([&] { return server_->closed() == 1; }));
}

} // namespace

} // namespace lanterne::service
