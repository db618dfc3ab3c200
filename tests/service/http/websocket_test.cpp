#include <algorithm>
#include <future>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_server.hpp"
#include "service/websocket_frame.hpp"
#include "tests/service/http/bare_web_socket.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

namespace {

using namespace std::chrono_literals;
using support::ReceiveBuffer;
using support::wait_until;

/// A server that sends the same text to every idle socket.
class Sockets : public testing::Test {
protected:
    void serve(HttpLimits limits = {}) {
        server_ = std::make_unique<HttpServer>(limits);
        server_->websocket(
            "/live/:slug",
            {.refuse = [](const HttpRequest& request) -> std::optional<HttpResponse> {
                 if (request.parameters.at("slug") == "none") {
                     return problem(404, "No such race", "another would be right");
                 }
                 return std::nullopt;
             },
             .opened =
                 [this](const HttpRequest&, std::shared_ptr<Watcher> socket) {
                     sockets_.push_back(std::move(socket));
                     ++opened_;
                 },
             .sent = [this](Watcher&) { ++sent_; },
             .closed =
                 [this](Watcher& socket) {
                     std::erase_if(sockets_, [&](const auto& s) { return s.get() == &socket; });
                     ++closed_;
                 }});
        port_ = server_->listen("127.0.0.1", 0);
        server_->start();
    }

    void TearDown() override {
        server_.reset();
        EXPECT_TRUE(sockets_.empty()) << "every socket that was opened is told to be closed";
    }

    BareWebSocket join(ReceiveBuffer buffer = ReceiveBuffer::normal) {
        const int before = opened_;
        BareWebSocket client{port_, "/live/race", {}, buffer};
        EXPECT_EQ(client.status(), 101) << client.answer();
        EXPECT_TRUE(wait_until([&] { return opened_ > before; }));
        return client;
    }

    /// To every idle socket; answers which took it, in the order in which they were opened.
    std::vector<bool> send_to_all(const std::string& text) {
        std::promise<std::vector<bool>> promise;
        const std::string frame = websocket_frame(Opcode::text, text);
        server_->on_loop([&, shared = std::make_shared<const std::string>(frame)] {
            std::vector<bool> taken;
            for (const auto& socket : sockets_) {
                taken.push_back(socket->send(shared));
            }
            promise.set_value(taken);
        });
        return promise.get_future().get();
    }

    /// The same; answers how many took it.
    int broadcast(const std::string& text) {
        const auto taken = send_to_all(text);
        return static_cast<int>(std::ranges::count(taken, true));
    }

    std::uint16_t port_ = 0;
    std::vector<std::shared_ptr<Watcher>> sockets_; ///< of the loop's thread
    std::atomic<int> opened_{0};
    std::atomic<int> sent_{0};
    std::atomic<int> closed_{0};
    std::unique_ptr<HttpServer> server_;
};

TEST_F(Sockets, ShakeHandsAsRfc6455Says) {
    serve();
    const BareWebSocket client = BareWebSocket{port_, "/live/race"};

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
    serve();
    BareWebSocket stalled = join(ReceiveBuffer::smallest);

    EXPECT_EQ(broadcast(std::string(4'000'000, 'x')), 1);
    EXPECT_EQ(broadcast("more"), 0);
    EXPECT_EQ(stalled.read()->size(), 4'000'000U);
    EXPECT_TRUE(wait_until([&] { return sent_ == 1; }));
    EXPECT_EQ(broadcast("more"), 1);
}

TEST_F(Sockets, OfAStalledReaderCostTheOthersNothing) {
    serve();
    BareWebSocket stalled = join(ReceiveBuffer::smallest);
    BareWebSocket healthy = join();
    const std::string text(20'000, 'k');
    int to_stalled = 0;

    for (int n = 0; n < 200; ++n) {
        ASSERT_TRUE(wait_until([&] {
            const auto taken = send_to_all(text);
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
    serve({.socket_silence = 300ms, .socket_answer = 300ms, .socket_look = 100ms});
    BareWebSocket silent = join();

    EXPECT_TRUE(wait_until([&] { return closed_ == 1; }));
}

TEST_F(Sockets, StayOpenWhileThePingIsAnswered) {
    // The client may rest for two seconds on a busy machine.
    serve({.socket_silence = 1s, .socket_answer = 2s, .socket_look = 100ms});
    BareWebSocket client = join();

    EXPECT_FALSE(client.read(5s));
    EXPECT_EQ(closed_, 0);
    EXPECT_EQ(broadcast("still here"), 1);
    EXPECT_EQ(client.read(), "still here");
}

TEST_F(Sockets, CloseOnAMessageAboveTheLimit) {
    serve({.socket_message_bytes = 10});
    BareWebSocket at_limit = join();
    BareWebSocket above = join();

    at_limit.send_text("0123456789");
    above.send_text("0123456789a");

    EXPECT_FALSE(above.read());
    EXPECT_EQ(above.close_code(), 1009U);
    EXPECT_TRUE(wait_until([&] { return closed_ == 1; }));
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

TEST_F(Sockets, CloseOnAFrameWithoutAMask) {
    serve();
    BareWebSocket client = join();

    client.raw().send(std::string{"\x81\x01x", 3});

    EXPECT_FALSE(client.read());
    EXPECT_EQ(client.close_code(), 1002U);
}

TEST_F(Sockets, TellWhenTheClientIsGone) {
    serve();
    { const BareWebSocket client = join(); }

    EXPECT_TRUE(wait_until([&] { return closed_ == 1; }));
    EXPECT_EQ(broadcast("x"), 0);
}

TEST_F(Sockets, CloseWithServiceRestartWhenTheServerStops) {
    serve();
    BareWebSocket client = join();

    server_->stop();

    EXPECT_FALSE(client.read());
    EXPECT_EQ(client.close_code(), 1012U);
}

TEST_F(Sockets, DoNotHoldAStoppingServerWhenTheirReaderStalls) {
    serve({.drain_time = 200ms});
    BareWebSocket stalled = join(ReceiveBuffer::smallest);
    EXPECT_EQ(broadcast(std::string(4'000'000, 'x')), 1);

    const auto began = std::chrono::steady_clock::now();
    server_->shut_down();

    EXPECT_LT(std::chrono::steady_clock::now() - began, support::patience);
    EXPECT_EQ(closed_, 1);
}

TEST_F(Sockets, AreRefusedToForeignPagesAndByTheirOwner) {
    serve();
    const std::string own = "Origin: http://127.0.0.1:" + std::to_string(port_) + "\r\n";

    EXPECT_EQ((BareWebSocket{port_, "/live/race", "Origin: https://example.org\r\n"}.status()),
              403);
    EXPECT_EQ((BareWebSocket{port_, "/live/race", own}.status()), 101);
    EXPECT_EQ((BareWebSocket{port_, "/live/none"}.status()), 404);
    EXPECT_TRUE(wait_until([&] { return closed_ == 1; }));
}

} // namespace

} // namespace lanterne::service
