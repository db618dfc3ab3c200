#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "service/service_manager.hpp"
#include "tests/support/notify_socket.hpp"

namespace lanterne::service {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class ServiceManagerTest : public testing::Test {
protected:
    ServiceManagerTest() {
        ::setenv("NOTIFY_SOCKET", systemd_.path().c_str(), 1);
        ::setenv("WATCHDOG_USEC", "20000000", 1);
        ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    }

    ~ServiceManagerTest() override {
        ::unsetenv("NOTIFY_SOCKET");
        ::unsetenv("WATCHDOG_USEC");
        ::unsetenv("WATCHDOG_PID");
    }

    ServiceManager::SteadyTime now_{1h};
    support::NotifySocket systemd_;
};

TEST_F(ServiceManagerTest, IsToldInSystemdsWords) {
    ServiceManager manager;

    manager.ready();
    manager.alive(now_);
    manager.status("3 races, none loading");
    manager.stopping();

    EXPECT_EQ(manager.patience(), 20s);
    EXPECT_THAT(systemd_.heard(),
                ElementsAre("READY=1", "WATCHDOG=1", "STATUS=3 races, none loading", "STOPPING=1"));
}

TEST_F(ServiceManagerTest, HearsFourTimesWithinItsPatienceOfALoopThatTurnsOften) {
    ServiceManager manager;

    for (int turn = 0; turn < 200; ++turn) {
        manager.alive(now_);
        now_ += 100ms;
    }

    EXPECT_EQ(systemd_.heard().size(), 4U);
}

TEST_F(ServiceManagerTest, IsNotKeptAliveWhereItWatchesAnotherProcess) {
    ::setenv("WATCHDOG_PID", "1", 1);
    ServiceManager manager;

    manager.alive(now_);

    EXPECT_EQ(manager.patience(), std::nullopt);
    EXPECT_THAT(systemd_.heard(), IsEmpty());
}

TEST_F(ServiceManagerTest, WatchesNothingThatIsNoNumber) {
    for (const char* silence : {"", "0", "x", "12x", "-5"}) {
        ::setenv("WATCHDOG_USEC", silence, 1);

        EXPECT_EQ(ServiceManager{}.patience(), std::nullopt) << silence;
    }
}

TEST_F(ServiceManagerTest, ThatIsNotThereCostsNothing) {
    const ServiceManager manager;
    for (const std::string& socket :
         {std::string{}, std::string{"/nowhere/at/all"}, std::string(200, '/'), std::string{"x"}}) {
        ::setenv("NOTIFY_SOCKET", socket.c_str(), 1);

        manager.ready();
    }

    EXPECT_THAT(systemd_.heard(), IsEmpty());
}

} // namespace
} // namespace lanterne::service
