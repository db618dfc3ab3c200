#include <gtest/gtest.h>

#include "service/http_client.hpp"

namespace lanterne::service {

namespace {

TEST(HttpAddress, TakesAnAddressApart) {
    const auto address = parse_http_address("http://[::1]:8080/a?b=c");

    ASSERT_TRUE(address);
    EXPECT_EQ(address->host, "::1");
    EXPECT_EQ(address->port, 8080);
    EXPECT_EQ(address->target, "/a?b=c");
    EXPECT_EQ(parse_http_address("http://example.org")->target, "/");
    EXPECT_EQ(parse_http_address("http://example.org")->port, 80);
}

TEST(HttpAddress, RefusesAnythingElse) {
    EXPECT_FALSE(parse_http_address("https://example.org"));
    EXPECT_FALSE(parse_http_address("http://"));
    EXPECT_FALSE(parse_http_address("http://a:0/"));
    EXPECT_FALSE(parse_http_address("http://a:70000/"));
    EXPECT_FALSE(parse_http_address("http://a/\r\nX: y"));
}

TEST(Address, HasTheSchemeThatIsAskedFor) {
    const auto address = parse_address("ws://example.org:8080/live/x", "ws");

    ASSERT_TRUE(address);
    EXPECT_EQ(address->port, 8080);
    EXPECT_EQ(address->target, "/live/x");
    EXPECT_EQ(parse_address("http://example.org", "ws").error(),
              "http://example.org is no address; ws://host:port/path would be right");
}

TEST(Address, SaysThatTlsEndsInFrontOfUs) {
    EXPECT_EQ(parse_address("wss://example.org/", "ws").error(),
              "wss://example.org/: TLS is not spoken here, but ends in front of Lanterne; "
              "ws://host:port/path of the server behind it would be right");
}

} // namespace

} // namespace lanterne::service
