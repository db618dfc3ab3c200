#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/event_stream.hpp"
#include "tests/service/http/watched_server.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

namespace {

using namespace std::chrono_literals;
using support::ReceiveBuffer;
using support::TcpClient;
using support::wait_until;
using testing::HasSubstr;
using testing::StartsWith;

class EventStreams : public testing::Test {
protected:
    void serve(HttpLimits limits = {}) { server_ = std::make_unique<WatchedServer>(limits); }

    TcpClient ask(const std::string& request, ReceiveBuffer buffer = ReceiveBuffer::normal) {
        TcpClient client{server_->port(), buffer};
        client.send(request + "\r\n");
        return client;
    }

    static std::string get(const std::string& fields = "Accept: text/event-stream\r\n") {
        return "GET /events/race HTTP/1.1\r\nHost: a\r\n" + fields;
    }

    TcpClient join(ReceiveBuffer buffer = ReceiveBuffer::normal) {
        TcpClient client = ask(get(), buffer);
        EXPECT_TRUE(client.read_until("\r\n\r\n"));
        EXPECT_TRUE(wait_until([&] { return server_->opened() > 0; }));
        return client;
    }

    std::unique_ptr<WatchedServer> server_;
};

TEST_F(EventStreams, BeginWithAHeadThatNobodyStores) {
    serve();
    TcpClient client = join();

    EXPECT_THAT(client.received(), StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(client.received(), HasSubstr("Content-Type: text/event-stream\r\n"));
    EXPECT_THAT(client.received(), HasSubstr("Cache-Control: no-store\r\n"));
    EXPECT_THAT(client.received(), HasSubstr("X-Accel-Buffering: no\r\n"));
    EXPECT_EQ(server_->server().event_streams(), 1U);
    EXPECT_EQ(server_->server().websockets(), 0U);
}

TEST_F(EventStreams, CarryEventsAsTheyAre) {
    serve();
    TcpClient client = join();
    client.take(client.received().size());

    EXPECT_EQ(server_->push(event_stream_text("7.3", "{}")), std::vector{true});
    EXPECT_EQ(server_->push(event_stream_text("7.4", "a\nb")), std::vector{true});

    EXPECT_TRUE(client.read_until("data: b\n\n"));
    EXPECT_EQ(client.received(), "id: 7.3\ndata: {}\n\nid: 7.4\ndata: a\ndata: b\n\n");
}

TEST_F(EventStreams, TellTheirOwnerWhereTheClientLeftOff) {
    serve();
    const TcpClient client = ask(get("Accept: text/event-stream\r\nLast-Event-ID: 7.3\r\n"));

    ASSERT_TRUE(wait_until([&] { return server_->opened() == 1; }));
    EXPECT_EQ(server_->header_of_last("last-event-id"), "7.3");
}

TEST_F(EventStreams, AreRefusedToWhoDoesNotAcceptThem) {
    serve();
    const auto status = [&](const std::string& request) {
        TcpClient client = ask(request);
        client.read_until("\r\n");
        return client.received().substr(9, 3);
    };

    EXPECT_EQ(status(get("Accept: application/json\r\n")), "406");
    EXPECT_EQ(status(get("Accept: text/html, */*;q=0.1\r\n")), "200");
    EXPECT_EQ(status(get("")), "200");
    EXPECT_EQ(status(get("Origin: https://example.org\r\n")), "403");
    EXPECT_EQ(status("HEAD /events/race HTTP/1.1\r\nHost: a\r\n"), "405");
    EXPECT_EQ(status("POST /events/race HTTP/1.1\r\nHost: a\r\n"), "405");
    EXPECT_EQ(status("GET /events/none HTTP/1.1\r\nHost: a\r\n"), "404");
}

TEST_F(EventStreams, SayALineThatMeansNothingWhenNothingElseIsSaid) {
    serve({.socket_silence = 300ms, .socket_answer = 300ms, .look = 100ms});
    TcpClient client = join();
    client.take(client.received().size());

    EXPECT_TRUE(client.read_until(":\n\n:\n\n:\n\n")) << "and nobody must answer it";
    EXPECT_EQ(server_->closed(), 0);
}

TEST_F(EventStreams, EndWhenTheServerStops) {
    serve();
    TcpClient client = join();

    server_->server().stop();

    EXPECT_TRUE(client.read_to_end());
    EXPECT_TRUE(wait_until([&] { return server_->closed() == 1; }));
}

TEST_F(EventStreams, OfAStalledReaderAreCut) {
    serve({.socket_stall = 300ms, .look = 100ms});
    const TcpClient stalled = join(ReceiveBuffer::smallest);

    EXPECT_EQ(server_->push(std::string(4'000'000, ':')), std::vector{true});

    EXPECT_TRUE(wait_until([&] { return server_->closed() == 1; }));
    EXPECT_EQ(server_->refused("socket_stalled"), 1);
}

TEST_F(EventStreams, EndForWhoGoesOnAsking) {
    serve({.socket_messages_per_10_s = 5});
    TcpClient client = join();

    EXPECT_TRUE(wait_until([&] {
        client.send(get() + "\r\n");
        return server_->closed() == 1;
    }));

    EXPECT_EQ(server_->refused("socket_rate"), 1);
}

} // namespace

} // namespace lanterne::service
