#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "hal/linux/watchdog.hpp"
#include "tests/hal/linux/hand_clock.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::hal::linux_system {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

/// The socket on which systemd would listen.
class NotifySocket {
public:
    NotifySocket() : descriptor_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = folder_.path() / "notify";
        path.copy(&address.sun_path[0], sizeof address.sun_path - 1);
        const void* generic = &address;
        bound_ = ::bind(descriptor_, static_cast<const sockaddr*>(generic), sizeof address) == 0;
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    }

    ~NotifySocket() {
        ::unsetenv("NOTIFY_SOCKET");
        ::close(descriptor_);
    }

    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    bool bound() const { return bound_; }

    /// What was heard since it was asked last, a word a datagram.
    std::vector<std::string> heard() {
        std::vector<std::string> words;
        std::array<char, 4096> bytes{};
        for (auto got = ::recv(descriptor_, bytes.data(), bytes.size(), 0); got >= 0;
             got = ::recv(descriptor_, bytes.data(), bytes.size(), 0)) {
            words.emplace_back(bytes.data(), static_cast<std::size_t>(got));
        }
        return words;
    }

private:
    support::TempFolder folder_;
    int descriptor_;
    bool bound_ = false;
};

class LinuxWatchdog : public testing::Test {
protected:
    LinuxWatchdog() {
        ::setenv("WATCHDOG_USEC", "20000000", 1);
        ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    }

    ~LinuxWatchdog() override {
        ::unsetenv("WATCHDOG_USEC");
        ::unsetenv("WATCHDOG_PID");
    }

    HandClock clock;
    NotifySocket systemd;
};

TEST_F(LinuxWatchdog, SaysInSystemdsWordsWhatTheUnitSays) {
    ASSERT_TRUE(systemd.bound());
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
