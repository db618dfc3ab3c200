#include <gtest/gtest.h>

#include "service/http_policy.hpp"

namespace lanterne::service {

namespace {

std::string client(const std::string& peer, const std::string& forwarded_for) {
    HttpPolicy policy;
    policy.trusted_proxies = {*IpRange::from("127.0.0.1"), *IpRange::from("10.0.0.0/8")};
    return client_behind(policy, *IpAddress::from(peer), forwarded_for).text();
}

TEST(ClientBehindAProxy, IsTheLastThatNoProxyOfOursIs) {
    EXPECT_EQ(client("127.0.0.1", "192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(client("127.0.0.1", "192.0.2.7, 10.1.1.1"), "192.0.2.7");
    EXPECT_EQ(client("127.0.0.1", "2001:db8::7"), "2001:db8::7");
}

TEST(ClientBehindAProxy, IsNotWhatTheClientSaysOfItself) {
    EXPECT_EQ(client("127.0.0.1", "203.0.113.9, 192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(client("127.0.0.1", "203.0.113.9, 192.0.2.7, 10.1.1.1"), "192.0.2.7");
    EXPECT_EQ(client("192.0.2.7", "203.0.113.9"), "192.0.2.7") << "who is no proxy is not believed";
}

TEST(ClientBehindAProxy, IsTheProxyWhenItNamesNobody) {
    EXPECT_EQ(client("127.0.0.1", ""), "127.0.0.1");
    EXPECT_EQ(client("127.0.0.1", "unknown"), "127.0.0.1");
    EXPECT_EQ(client("127.0.0.1", "192.0.2.7, unknown, 10.1.1.1"), "10.1.1.1");
    EXPECT_EQ(client("127.0.0.1", "10.1.1.1"), "10.1.1.1");
}

TEST(Origins, AreSchemeAndHostAlone) {
    EXPECT_TRUE(is_origin("https://club.example.org"));
    EXPECT_TRUE(is_origin("http://127.0.0.1:8080"));
    EXPECT_TRUE(is_origin("http://[::1]:8080"));
    EXPECT_TRUE(is_origin("*"));
    EXPECT_FALSE(is_origin("club.example.org"));
    EXPECT_FALSE(is_origin("https://club.example.org/"));
    EXPECT_FALSE(is_origin("https://"));
    EXPECT_FALSE(is_origin("https://*.example.org"));
    EXPECT_FALSE(is_origin("null"));
}

TEST(Origins, AreListedByAllOfThem) {
    HttpPolicy policy;
    policy.origins = {"https://club.example.org"};

    EXPECT_TRUE(is_listed(policy, "https://Club.example.org"));
    EXPECT_FALSE(is_listed(policy, "http://club.example.org"));
    EXPECT_FALSE(is_listed(policy, "https://club.example.org:8443"));
    EXPECT_FALSE(is_listed(policy, "https://club.example.org.evil.example"));
    EXPECT_FALSE(is_listed(policy, "null"));
    policy.origins = {"*"};
    EXPECT_TRUE(is_listed(policy, "null"));
}

} // namespace

} // namespace lanterne::service
