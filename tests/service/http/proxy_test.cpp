#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/websocket_frame.hpp"
#include "tests/service/http/watched_server.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

namespace {

using support::TcpClient;
using support::wait_until;
using testing::HasSubstr;
using testing::Not;

HttpPolicy behind_this_machine() {
    HttpPolicy policy;
    policy.trusted_proxies = {*IpRange::from("127.0.0.1")};
    return policy;
}

int status_of_socket(const WatchedServer& server, const std::string& fields) {
    return BareWebSocket{server.port(), "/live/race", fields}.status();
}

TEST(BehindAProxy, AClientMayHaveSoManySocketsWhateverTheProxyHas) {
    WatchedServer server{{.connections_per_address = 2}, behind_this_machine()};
    const std::string one = "X-Forwarded-For: 192.0.2.7\r\n";
    const BareWebSocket first = server.join(support::ReceiveBuffer::normal, one);
    const BareWebSocket second = server.join(support::ReceiveBuffer::normal, one);

    const BareWebSocket third{server.port(), "/live/race", one};

    EXPECT_EQ(third.status(), 503);
    EXPECT_EQ(server.refused("connections_of_address"), 1);
    EXPECT_EQ(status_of_socket(server, "X-Forwarded-For: 192.0.2.8\r\n"), 101);
    EXPECT_EQ(status_of_socket(server, "X-Forwarded-For: 203.0.113.1, 192.0.2.7\r\n"), 503)
        << "whatever it says of itself";
}

TEST(BehindAProxy, NeighboursOfANetworkOfIpv6CountTogether) {
    WatchedServer server{{.connections_per_address = 1}, behind_this_machine()};
    const BareWebSocket first =
        server.join(support::ReceiveBuffer::normal, "X-Forwarded-For: 2001:db8::1\r\n");

    EXPECT_EQ(status_of_socket(server, "X-Forwarded-For: 2001:db8::2\r\n"), 503);
    EXPECT_EQ(status_of_socket(server, "X-Forwarded-For: 2001:db8:0:1::1\r\n"), 101);
}

TEST(BehindAProxy, AClientThatLeftMayComeAgain) {
    WatchedServer server{{.connections_per_address = 1}, behind_this_machine()};
    const std::string one = "X-Forwarded-For: 192.0.2.7\r\n";
    { const BareWebSocket first = server.join(support::ReceiveBuffer::normal, one); }
    ASSERT_TRUE(wait_until([&] { return server.server().connections() == 0; }));

    EXPECT_EQ(status_of_socket(server, one), 101);
}

TEST(WithoutAProxy, NobodyIsBelievedToBeAnother) {
    WatchedServer server{{.connections_per_address = 1}};
    const BareWebSocket first =
        server.join(support::ReceiveBuffer::normal, "X-Forwarded-For: 192.0.2.7\r\n");

    EXPECT_EQ(status_of_socket(server, "X-Forwarded-For: 192.0.2.8\r\n"), 503);
}

TEST(ForeignPages, MayWatchWhenTheirOriginIsListed) {
    HttpPolicy policy;
    policy.origins = {"https://club.example.org"};
    WatchedServer server{{}, policy};

    EXPECT_EQ(status_of_socket(server, "Origin: https://club.example.org\r\n"), 101);
    EXPECT_EQ(status_of_socket(server, "Origin: https://other.example.org\r\n"), 403);
    EXPECT_EQ(server.refused("origin"), 1);
}

TEST(ForeignPages, AreToldThatTheyMayReadTheStream) {
    HttpPolicy policy;
    policy.origins = {"https://club.example.org"};
    WatchedServer server{{}, policy};
    const auto head = [&](const std::string& fields) {
        TcpClient client{server.port()};
        client.send("GET /events/race HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
        client.read_until("\r\n\r\n");
        return client.received();
    };

    EXPECT_THAT(head("Origin: https://club.example.org\r\n"),
                HasSubstr("Access-Control-Allow-Origin: https://club.example.org\r\n\r\n"));
    EXPECT_THAT(head("Origin: http://a\r\n"), Not(HasSubstr("Access-Control")));
    EXPECT_THAT(head(""), HasSubstr("Vary: Origin\r\n"));
}

} // namespace

} // namespace lanterne::service
