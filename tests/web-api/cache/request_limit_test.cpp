#include <gtest/gtest.h>

#include "web-api/rest/request_limit.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using service::IpAddress;

IpAddress address(const std::string& text) { return IpAddress::from(text).value(); }

/// Two requests a second of one network, five at once; and when it is.
class Limit : public testing::Test {
protected:
    bool may(const std::string& client, std::chrono::milliseconds at) {
        return !limit_.refuses(address(client), RequestLimit::Time{1h} + at);
    }

    /// How many of that many may, all at once.
    int count(const std::string& client, int asks, std::chrono::milliseconds at) {
        int count = 0;
        for (int n = 0; n < asks; ++n) {
            count += may(client, at) ? 1 : 0;
        }
        return count;
    }

    RequestLimit limit_{{.per_second = 2, .burst = 5}};
};

TEST_F(Limit, LetsABurstThroughAndThenSoManyASecond) {
    EXPECT_EQ(count("192.0.2.1", 10, 0ms), 5);
    EXPECT_EQ(count("192.0.2.1", 10, 1'000ms), 2);
    EXPECT_EQ(count("192.0.2.1", 10, 1'499ms), 0);
    EXPECT_EQ(count("192.0.2.1", 10, 1'500ms), 1);
    EXPECT_EQ(count("192.0.2.1", 10, 1'000'000ms), 5) << "no more than a burst is saved";
}

TEST_F(Limit, SaysWhenToAskAgain) {
    count("192.0.2.1", 5, 0ms);
    RequestLimit slow{{.per_second = 0.1, .burst = 1}};
    EXPECT_FALSE(slow.refuses(address("192.0.2.1"), RequestLimit::Time{}));

    EXPECT_EQ(limit_.refuses(address("192.0.2.1"), RequestLimit::Time{1h}), 1s);
    EXPECT_EQ(slow.refuses(address("192.0.2.1"), RequestLimit::Time{}), 10s);
    EXPECT_EQ(slow.refuses(address("192.0.2.1"), RequestLimit::Time{4s}), 6s);
}

TEST_F(Limit, TellsAddressesOfIpv4ApartAndThoseOfOneIpv6NetworkNot) {
    EXPECT_EQ(count("192.0.2.1", 9, 0ms), 5);
    EXPECT_EQ(count("192.0.2.2", 9, 0ms), 5);
    EXPECT_EQ(count("2001:db8:0:1::1", 3, 0ms), 3);
    EXPECT_EQ(count("2001:db8:0:1:ffff::2", 9, 0ms), 2);
    EXPECT_EQ(count("2001:db8:0:2::1", 9, 0ms), 5);
}

TEST_F(Limit, OfNothingLetsAllThrough) {
    RequestLimit none{{.per_second = 0, .burst = 1}};

    for (int n = 0; n < 100; ++n) {
        EXPECT_FALSE(none.refuses(address("192.0.2.1"), RequestLimit::Time{}));
    }
}

TEST_F(Limit, HoldsSoManyNetworksAndLetsAllOthersShareOneBucket) {
    for (std::size_t n = 0; n < RequestLimit::max_networks; ++n) {
        const std::string client = "10." + std::to_string(n >> 16) + "." +
                                   std::to_string((n >> 8) & 0xFF) + "." + std::to_string(n & 0xFF);
        EXPECT_TRUE(may(client, 0ms));
    }

    EXPECT_EQ(count("192.0.2.1", 3, 1ms) + count("192.0.2.2", 9, 1ms), 5);
    EXPECT_EQ(limit_.networks(), RequestLimit::max_networks);
    EXPECT_EQ(count("10.0.0.1", 9, 1ms), 4) << "has its own";
    EXPECT_EQ(count("192.0.2.3", 9, 10'000ms), 5);
    EXPECT_EQ(limit_.networks(), 1U) << "the others have not asked for long";
}

} // namespace

} // namespace lanterne::web
