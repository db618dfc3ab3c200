#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/websocket_frame.hpp"
#include "tests/service/http/watched_server.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;

/// Beast inflates here: it knows nothing of our deflate.
class ForeignClient {
public:
    ForeignClient(std::uint16_t port, int server_window_bits) {
        websocket::permessage_deflate deflate;
        deflate.client_enable = true;
        deflate.server_max_window_bits = server_window_bits;
        socket_.set_option(deflate);
        socket_.next_layer().connect({asio::ip::make_address("127.0.0.1"), port});
        websocket::response_type answer;
        socket_.handshake(answer, "127.0.0.1", "/live/race");
        extensions_ = answer["Sec-WebSocket-Extensions"];
    }

    const std::string& extensions() const { return extensions_; }

    std::string read() {
        boost::beast::flat_buffer bytes;
        socket_.read(bytes);
        return boost::beast::buffers_to_string(bytes.data());
    }

    void write(const std::string& text) { socket_.write(asio::buffer(text)); }

private:
    asio::io_context loop_;
    websocket::stream<tcp::socket> socket_{loop_};
    std::string extensions_;
};

std::string frame_text(int number) {
    std::string text;
    for (int athlete = 0; athlete < 300; ++athlete) {
        text += std::to_string(athlete * number) + " is at " + std::to_string(number) + "; ";
    }
    return text;
}

TEST(DeflatedFrames, AreInflatedByAnotherImplementation) {
    WatchedServer server;
    ForeignClient client{server.port(), 15};
    ASSERT_TRUE(support::wait_until([&] { return server.opened() == 1; }));
    ASSERT_TRUE(server.first_takes_deflated());

    for (int n = 1; n <= 5; ++n) {
        const std::string deflated = deflated_websocket_frame(Opcode::text, frame_text(n));
        ASSERT_FALSE(deflated.empty());
        ASSERT_EQ(server.push(deflated), std::vector{true});
        EXPECT_EQ(client.read(), frame_text(n)) << "each without the one before";
        ASSERT_EQ(server.push(websocket_frame(Opcode::text, "plain")), std::vector{true});
        EXPECT_EQ(client.read(), "plain") << "which may come between";
    }
}

TEST(DeflatedFrames, OfClientsAreThrownAwayUnread) {
    WatchedServer server;
    ForeignClient client{server.port(), 15};
    ASSERT_TRUE(support::wait_until([&] { return server.opened() == 1; }));

    client.write(std::string(900, 'x'));
    client.write(std::string(900, 'y'));

    ASSERT_EQ(server.push(websocket_frame(Opcode::text, "still here")), std::vector{true});
    EXPECT_EQ(client.read(), "still here");
}

TEST(DeflatedFrames, AreNotAgreedToForASmallerWindow) {
    WatchedServer server;
    ForeignClient client{server.port(), 10};
    ASSERT_TRUE(support::wait_until([&] { return server.opened() == 1; }));

    EXPECT_EQ(client.extensions(), "");
    EXPECT_FALSE(server.first_takes_deflated());
    ASSERT_EQ(server.push(websocket_frame(Opcode::text, "plain")), std::vector{true});
    EXPECT_EQ(client.read(), "plain");
}

} // namespace

} // namespace lanterne::service
