#include <gtest/gtest.h>

#include "hal/linux/link.hpp"
#include "tests/hal/linux/fake_files.hpp"
#include "tests/hal/linux/hand_clock.hpp"
#include "tests/hal/linux/played_modem.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::hal::linux_system {
namespace {

using namespace std::chrono_literals;

class LinuxLink : public testing::Test {
protected:
    void interface(const std::string& name, const std::string& state, const std::string& uevent) {
        sysfs.write("class/net/" + name + "/operstate", state + "\n");
        sysfs.write("class/net/" + name + "/type", "1\n");
        sysfs.write("class/net/" + name + "/uevent", uevent + "\n");
    }

    void route(const std::string& interface) {
        proc.write("net/route", "Iface Destination Gateway Flags RefCnt Use Metric Mask\n" +
                                    interface + " 00000000 010200C0 0003 0 0 0 00000000 0 0 0\n");
    }

    LinkState state() {
        clock.now += Link::each;
        return link.state();
    }

    HandClock clock;
    FakeFiles sysfs;
    FakeFiles proc;
    PlayedModem modem;
    Link link{{.interfaces = {"wlan0", "wwan0"},
               .modem = modem.port(),
               .sysfs = sysfs.path(),
               .proc = proc.path()},
              clock};
};

TEST_F(LinuxLink, WithoutANetworkIsDown) { EXPECT_EQ(state(), LinkState{}); }

TEST_F(LinuxLink, IsTheInterfaceWithTheDefaultRoute) {
    interface("wlan0", "up", "DEVTYPE=wlan");
    interface("eth0", "up", "");
    route("eth0");

    EXPECT_EQ(state(), (LinkState{.up = true, .kind = NetworkKind::ethernet}));
}

TEST_F(LinuxLink, IsWithoutADefaultRouteTheFirstOfTheBoardsThatIsUp) {
    interface("wlan0", "down", "DEVTYPE=wlan");
    interface("wwan0", "up", "DEVTYPE=wwan");

    EXPECT_EQ(state(), (LinkState{.up = true, .kind = NetworkKind::cellular}));
}

TEST_F(LinuxLink, ARouteThroughAnInterfaceThatIsDownIsNoWayOut) {
    interface("wlan0", "up", "DEVTYPE=wlan");
    interface("eth0", "down", "");
    route("eth0");

    EXPECT_EQ(state().kind, NetworkKind::wifi);
}

TEST_F(LinuxLink, OfWifiTheDriverSaysTheSignal) {
    interface("wlan0", "up", "DEVTYPE=wlan");
    proc.write("net/wireless", "\n\n wlan0: 0000   43.  -67.  -256  0 0 0 0 0 0\n");

    EXPECT_EQ(state().signal_dbm, -67);
}

TEST_F(LinuxLink, OfACellularNetworkTheModemSaysTheSignal) {
    interface("wwan0", "up", "DEVTYPE=wwan");
    EXPECT_FALSE(state().signal_dbm);

    modem.say("+CSQ: 17,99\r\n");

    EXPECT_TRUE(support::wait_until([&] { return state().signal_dbm == -79; }));
}

TEST_F(LinuxLink, TheModemsSignalIsNotThatOfAnotherNetwork) {
    interface("wwan0", "up", "DEVTYPE=wwan");
    state();
    modem.say("+CSQ: 17,99\r\n");
    ASSERT_TRUE(support::wait_until([&] { return state().signal_dbm == -79; }));

    interface("wlan0", "up", "DEVTYPE=wlan");

    EXPECT_EQ(state(), (LinkState{.up = true, .kind = NetworkKind::wifi}));
}

TEST_F(LinuxLink, TheSystemIsAskedOnceASecond) {
    EXPECT_FALSE(state().up);
    interface("wlan0", "up", "DEVTYPE=wlan");

    clock.now += Link::each - 1ms;
    EXPECT_FALSE(link.state().up);
    clock.now += 1ms;
    EXPECT_TRUE(link.state().up);
}

} // namespace
} // namespace lanterne::hal::linux_system
