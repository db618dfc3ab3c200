#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hal/linux/network_files.hpp"
#include "tests/hal/linux/fake_files.hpp"

namespace lanterne::hal::linux_system {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view route_header =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

std::vector<std::string> routes(std::string_view lines) {
    return default_routes(std::string{route_header} + std::string{lines});
}

TEST(DefaultRoutes, TheLowestMetricIsFirst) {
    EXPECT_THAT(routes("wwan0\t00000000\t0100000A\t0003\t0\t0\t700\t00000000\t0\t0\t0\n"
                       "wlan0\t00000000\t010200C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
                       "wlan0\t000200C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n"),
                ElementsAre("wlan0", "wwan0"));
}

TEST(DefaultRoutes, OfANetworkDownOrRejectedAreNone) {
    EXPECT_THAT(routes("wlan0\t00000000\t010200C0\t0002\t0\t0\t0\t00000000\t0\t0\t0\n"
                       "lo\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0\n"),
                IsEmpty());
}

TEST(DefaultRoutes, HalfOfTheInternetIsNotAll) {
    EXPECT_THAT(routes("tun0\t00000000\t010200C0\t0003\t0\t0\t0\t00000080\t0\t0\t0\n"), IsEmpty());
}

TEST(DefaultRoutes, LinesThatCannotBeReadArePassedOver) {
    EXPECT_THAT(routes("wlan0\t00000000\n"
                       "\n"
                       "wlan0\t00000000\t0\tzz\t0\t0\t0\t00000000\t0\t0\t0\n"
                       "wlan0\t00000000\t0\t0003\t0\t0\t-1\t00000000\t0\t0\t0\n"
                       "eth0\t00000000\t0\t0003\t0\t0\t0\t00000000\t0\t0\t0"),
                ElementsAre("eth0"));
    EXPECT_THAT(default_routes(""), IsEmpty());
}

std::optional<int> level_of(std::string_view line) {
    const std::string header =
        "Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE\n"
        " face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22\n";
    return wifi_level(header + std::string{line}, "wlan0");
}

TEST(WifiLevel, IsTheInterfacesOwnInDbm) {
    EXPECT_EQ(
        level_of(" wlan1: 0000   70.  -40.  -256        0      0      0      0      0     0\n"
                 " wlan0: 0000   43.  -67.  -256        0      0      0      0      0     0\n"),
        -67);
    EXPECT_EQ(level_of(" wlan0: 0000   43   -67   -256\n"), -67);
}

TEST(WifiLevel, AnotherMeasureThanDbmIsNone) {
    EXPECT_FALSE(level_of(" wlan0: 0000   43.  189.   0.  0 0 0 0 0 0\n"));
    EXPECT_FALSE(level_of(" wlan0: 0000   43.  0.   0.  0 0 0 0 0 0\n"));
    EXPECT_FALSE(level_of(" wlan0: 0000   0.  -256.  -256.  0 0 0 0 0 0\n"));
}

TEST(WifiLevel, OfWhatIsNotThereIsNone) {
    EXPECT_FALSE(level_of(""));
    EXPECT_FALSE(level_of(" wlan0:\n"));
    EXPECT_FALSE(level_of(" wlan01: 0000   43.  -67.  -256\n"));
}

class NetworkInterface : public testing::Test {
protected:
    void say(const std::string& file, const std::string& text) {
        files.write("wlan0/" + file, text + "\n");
    }

    std::filesystem::path folder() const { return files.path() / "wlan0"; }

    FakeFiles files;
};

TEST_F(NetworkInterface, IsUpInStateUp) {
    EXPECT_FALSE(is_up(folder()));
    say("operstate", "down");
    say("carrier", "1");
    EXPECT_FALSE(is_up(folder()));
    say("operstate", "up");
    EXPECT_TRUE(is_up(folder()));
}

TEST_F(NetworkInterface, WhoseDriverKeepsNoStateIsUpWithACarrier) {
    say("operstate", "unknown");
    EXPECT_FALSE(is_up(folder()));
    say("carrier", "0");
    EXPECT_FALSE(is_up(folder()));
    say("carrier", "1");
    EXPECT_TRUE(is_up(folder()));
}

TEST_F(NetworkInterface, IsWifiBySayingSoOrByItsExtensions) {
    say("type", "1");
    say("uevent", "DEVTYPE=wlan\nINTERFACE=wlan0\nIFINDEX=3");
    EXPECT_EQ(kind_of(folder()), NetworkKind::wifi);

    say("uevent", "INTERFACE=wlan0\nIFINDEX=3");
    say("wireless/status", "0");
    EXPECT_EQ(kind_of(folder()), NetworkKind::wifi);
}

TEST_F(NetworkInterface, IsCellularBySayingSoOrByItsFraming) {
    say("type", "1");
    say("uevent", "INTERFACE=wwan0\nDEVTYPE=wwan");
    EXPECT_EQ(kind_of(folder()), NetworkKind::cellular);

    say("uevent", "INTERFACE=wwan0");
    say("type", "519");
    EXPECT_EQ(kind_of(folder()), NetworkKind::cellular);
    say("type", "512");
    EXPECT_EQ(kind_of(folder()), NetworkKind::cellular);
}

TEST_F(NetworkInterface, IsElseEthernetOrNoneThatIsKnown) {
    say("type", "1");
    EXPECT_EQ(kind_of(folder()), NetworkKind::ethernet);
    say("type", "65534");
    EXPECT_EQ(kind_of(folder()), NetworkKind::none);
    say("type", "garbage");
    EXPECT_EQ(kind_of(folder()), NetworkKind::none);
}

} // namespace
} // namespace lanterne::hal::linux_system
