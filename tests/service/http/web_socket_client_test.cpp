#include <future>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_server.hpp"
#include "service/web_socket_client.hpp"
#include "service/websocket_frame.hpp"
#include "tests/support/played_server.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

namespace {

using namespace std::chrono_literals;
using support::patience;
using support::wait_until;
using testing::HasSubstr;

/// A client at a server of ours.
class AWebSocketClient : public testing::Test {
protected:
    AWebSocketClient() {
        server_.websocket("/live/:slug",
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
                           .closed =
                               [this](Watcher& socket) {
                                   std::erase_if(sockets_,
                                                 [&](const auto& s) { return s.get() == &socket; });
                                   ++closed_;
                               },
                           .sub_protocols = {"first.1"}});
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    WebSocketSettings settings(const std::string& slug = "race") const {
        return {.url = fmt::format("ws://127.0.0.1:{}/live/{}", port_, slug), .timeout = patience};
    }

    WebSocketClient join(const WebSocketSettings& settings) {
        auto client = WebSocketClient::open(settings);
        if (!client || !wait_until([&] { return opened_ == 1; })) {
            throw std::runtime_error{client ? "the server does not know" : client.error().reason};
        }
        return std::move(*client);
    }

    bool send(const std::string& text) {
        std::promise<bool> taken;
        const std::string frame = websocket_frame(Opcode::text, text);
        server_.on_loop([&, shared = std::make_shared<const std::string>(frame)] {
            taken.set_value(!sockets_.empty() && sockets_.front()->send(shared));
        });
        return taken.get_future().get();
    }

    std::vector<std::shared_ptr<Watcher>> sockets_; ///< of the loop's thread
    std::atomic<int> opened_{0};
    std::atomic<int> closed_{0};
    std::uint16_t port_ = 0;
    HttpServer server_{HttpLimits{}};
};

TEST_F(AWebSocketClient, ReadsMessagesInTheirOrder) {
    WebSocketClient client = join(settings());

    ASSERT_TRUE(send("one"));
    ASSERT_TRUE(wait_until([&] { return send(std::string(100'000, '2')); }));

    EXPECT_EQ(client.read(patience).value(), "one");
    EXPECT_EQ(client.read(patience).value(), std::string(100'000, '2'));
}

TEST_F(AWebSocketClient, HasNothingWhenNothingCameInTimeAndGoesOn) {
    WebSocketClient client = join(settings());

    EXPECT_EQ(client.read(20ms).value(), std::nullopt);
    ASSERT_TRUE(send("late"));
    EXPECT_EQ(client.read(patience).value(), "late");
}

TEST_F(AWebSocketClient, TakesAMessageOfItsLimitAndNoneBeyond) {
    WebSocketSettings small = settings();
    small.max_message_bytes = 10;
    WebSocketClient client = join(small);

    ASSERT_TRUE(send("0123456789"));
    EXPECT_EQ(client.read(patience).value(), "0123456789");
    ASSERT_TRUE(wait_until([&] { return send("0123456789a"); }));

    EXPECT_FALSE(client.read(patience));
    EXPECT_FALSE(client.read(patience)) << "for ever";
    EXPECT_TRUE(wait_until([&] { return closed_ == 1; }));
}

TEST_F(AWebSocketClient, SaysWhoItIsAndWhatItSpeaks) {
    WebSocketSettings own = settings();
    own.origin = fmt::format("http://127.0.0.1:{}", port_);
    own.sub_protocol = "zeroth.1, first.1";

    EXPECT_EQ(join(own).sub_protocol(), "first.1");
}

TEST_F(AWebSocketClient, TellsTheStatusOfARefusal) {
    WebSocketSettings foreign = settings();
    foreign.origin = "https://example.org";

    EXPECT_EQ(WebSocketClient::open(foreign).error().status, 403);
    const auto unknown = WebSocketClient::open(settings("none"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().status, 404);
    EXPECT_THAT(unknown.error().reason, HasSubstr("answers 404 in place of a socket"));
}

TEST_F(AWebSocketClient, SaysGoodbye) {
    WebSocketClient client = join(settings());

    client.close(patience);

    EXPECT_TRUE(wait_until([&] { return closed_ == 1; }));
    EXPECT_EQ(client.read(patience).error(), "it was closed");
    client.close(patience);
}

TEST_F(AWebSocketClient, SaysGoodbyeWhileItWaitsForAMessage) {
    WebSocketClient client = join(settings());
    EXPECT_EQ(client.read(1ms).value(), std::nullopt);

    client.close(patience);

    EXPECT_TRUE(wait_until([&] { return closed_ == 1; }));
}

TEST_F(AWebSocketClient, TellsWithWhichCodeTheServerClosed) {
    WebSocketClient client = join(settings());
    EXPECT_FALSE(client.close_code());

    server_.stop();

    EXPECT_EQ(client.read(patience).error(), "the server closed the socket with code 1012");
    EXPECT_EQ(client.close_code(), 1012U);
}

TEST_F(AWebSocketClient, SaysThatNobodyListens) {
    const auto client = WebSocketClient::open(
        {.url = fmt::format("ws://127.0.0.1:{}/", support::free_port()), .timeout = patience});

    ASSERT_FALSE(client);
    EXPECT_EQ(client.error().status, 0);
    EXPECT_THAT(client.error().reason, HasSubstr("Connection refused"));
}

TEST_F(AWebSocketClient, GivesUpOnAServerThatSaysNothing) {
    const support::PlayedServer server;

    const auto silent = WebSocketClient::open(
        {.url = fmt::format("ws://127.0.0.1:{}/", server.port()), .timeout = 50ms});

    EXPECT_THAT(silent.error().reason, HasSubstr("no answer in time"));
}

TEST_F(AWebSocketClient, SpeaksNoTls) {
    EXPECT_THAT(WebSocketClient::open({.url = "wss://127.0.0.1/"}).error().reason,
                HasSubstr("TLS is not spoken here"));
}

} // namespace

} // namespace lanterne::service
