#include <gtest/gtest.h>

#include "service/ip_address.hpp"

namespace lanterne::service {

namespace {

std::string read(std::string_view text) {
    const auto address = IpAddress::from(text);
    return address ? address->text() : "no address";
}

TEST(IpAddress, IsReadAsProxiesWriteIt) {
    EXPECT_EQ(read("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(read("192.0.2.1:443"), "192.0.2.1");
    EXPECT_EQ(read("2001:DB8:0:0::1"), "2001:db8::1");
    EXPECT_EQ(read("[2001:db8::1]"), "2001:db8::1");
    EXPECT_EQ(read("[2001:db8::1]:443"), "2001:db8::1");
    EXPECT_EQ(read("fe80::1%eth0"), "fe80::1");
    EXPECT_EQ(read("::ffff:192.0.2.1"), "192.0.2.1");
}

TEST(IpAddress, IsNothingElse) {
    for (const std::string_view text :
         {"", "unknown", "192.0.2", "192.0.2.256", "192.0.2.1:", "192.0.2.1:99999", "192.0.2.1 x",
          "[2001:db8::1", "[2001:db8::1]443", "2001:db8::1::2", "example.org", "_hidden"}) {
        EXPECT_EQ(read(text), "no address") << text;
    }
    EXPECT_EQ(read(std::string(100'000, '1')), "no address");
}

TEST(IpAddress, OfIpv4IsANetworkOfItself) {
    EXPECT_EQ(IpAddress::from("192.0.2.1")->network().text(), "192.0.2.1");
}

TEST(IpAddress, OfIpv6SharesTheNetworkOfItsFirst64Bits) {
    const auto network = IpAddress::from("2001:db8:1:2:3:4:5:6")->network();

    EXPECT_EQ(network.text(), "2001:db8:1:2::");
    EXPECT_EQ(IpAddress::from("2001:db8:1:2:ffff::")->network(), network);
    EXPECT_NE(IpAddress::from("2001:db8:1:3:3:4:5:6")->network(), network);
}

TEST(IpRange, HoldsWhatBeginsAlike) {
    const auto private_range = IpRange::from("10.0.0.0/8");
    const auto odd = IpRange::from("192.0.2.64/27");
    const auto local = IpRange::from("fd00::/8");
    const auto one = IpRange::from("127.0.0.1");

    EXPECT_TRUE(private_range->contains(*IpAddress::from("10.255.0.1")));
    EXPECT_FALSE(private_range->contains(*IpAddress::from("11.0.0.1")));
    EXPECT_TRUE(odd->contains(*IpAddress::from("192.0.2.95")));
    EXPECT_FALSE(odd->contains(*IpAddress::from("192.0.2.96")));
    EXPECT_TRUE(local->contains(*IpAddress::from("fd12::1")));
    EXPECT_FALSE(local->contains(*IpAddress::from("10.0.0.1")));
    EXPECT_TRUE(one->contains(*IpAddress::from("127.0.0.1")));
    EXPECT_FALSE(one->contains(*IpAddress::from("127.0.0.2")));
    EXPECT_TRUE(IpRange::from("0.0.0.0/0")->contains(*IpAddress::from("192.0.2.1")));
    EXPECT_FALSE(IpRange::from("0.0.0.0/0")->contains(*IpAddress::from("2001:db8::1")));
}

TEST(IpRange, IsNothingElse) {
    for (const std::string_view text :
         {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0.1/8", "fd00::/129", "proxy"}) {
        EXPECT_FALSE(IpRange::from(text)) << text;
    }
}

} // namespace

} // namespace lanterne::service
