#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "hal/linux/watchdog.hpp"
#include "tests/hal/linux/hand_clock.hpp"
#include "tests/support/notify_socket.hpp"

namespace lanterne::hal::linux_system {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class LinuxWatchdog : public testing::Test {
protected:
    LinuxWatchdog() {
        ::setenv("NOTIFY_SOCKET", systemd.path().c_str(), 1);
        ::setenv("WATCHDOG_USEC", "20000000", 1);
        ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    }

    ~LinuxWatchdog() override {
        ::unsetenv("NOTIFY_SOCKET");
        ::unsetenv("WATCHDOG_USEC");
        ::unsetenv("WATCHDOG_PID");
    }

    HandClock clock;
    support::NotifySocket systemd;
};

TEST_F(LinuxWatchdog, SaysInSystemdsWordsWhatTheUnitSays) {
    Watchdog watchdog{clock};

    watchdog.ready();
    watchdog.alive();
    watchdog.say("1200 fixes, none waits");
    watchdog.stopping();

    EXPECT_EQ(watchdog.patience(), 20s);
    EXPECT_THAT(systemd.heard(), ElementsAre("READY=1", "WATCHDOG=1",
                                             "STATUS=1200 fixes, none waits", "STOPPING=1"));
}

TEST_F(LinuxWatchdog, OfALoopThatTurnsOftenHearsFourTimesWithinItsPatience) {
    Watchdog watchdog{clock};
    for (int turn = 0; turn < 200; ++turn) {
        watchdog.alive();
        clock.now += 100ms;
    }

    EXPECT_EQ(systemd.heard().size(), 4U);
}

TEST_F(LinuxWatchdog, ThatNobodyAskedForIsNotKeptAlive) {
    ::unsetenv("WATCHDOG_USEC");
    Watchdog watchdog{clock};

    watchdog.alive();

    EXPECT_FALSE(watchdog.patience());
    EXPECT_THAT(systemd.heard(), IsEmpty());
}

TEST_F(LinuxWatchdog, ThatWatchesAnotherProcessIsNotOurs) {
    ::setenv("WATCHDOG_PID", "1", 1);

    EXPECT_FALSE(Watchdog{clock}.patience());
}

TEST_F(LinuxWatchdog, ASilenceThatIsNoNumberIsNotWatched) {
    for (const char* silence : {"", "0", "-1", "20s", "99999999999999999999"}) {
        ::setenv("WATCHDOG_USEC", silence, 1);

        EXPECT_FALSE(Watchdog{clock}.patience()) << silence;
    }
}

TEST_F(LinuxWatchdog, ASocketThatIsNotThereIsSilence) {
    for (const std::string& path : {std::string{"/nowhere/notify"}, std::string{"@no-such-name"},
                                    std::string{"vsock:2:1"}, std::string(500, '/')}) {
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);

        Watchdog{clock}.ready();
    }

    EXPECT_THAT(systemd.heard(), IsEmpty());
}

TEST_F(LinuxWatchdog, AStatusIsOneShortLineAndSaidWhenItChanges) {
    Watchdog watchdog{clock};

    watchdog.say("a\nREADY=0\x7f\xc3\xa9");
    watchdog.say("a\nREADY=0\x7f\xc3\xa9");
    watchdog.say(std::string(500, 'b'));

    EXPECT_THAT(systemd.heard(),
                ElementsAre("STATUS=a?READY=0???", "STATUS=" + std::string(200, 'b')));
}

TEST(LinuxWatchdogAlone, WithoutSystemdIsSilence) {
    HandClock clock;
    Watchdog watchdog{clock};

    watchdog.ready();
    watchdog.stopping();

    EXPECT_FALSE(watchdog.patience());
}

} // namespace
} // namespace lanterne::hal::linux_system
