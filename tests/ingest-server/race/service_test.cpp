#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/notify_socket.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// lanterne-ingest as a service of systemd, with neither broker nor database: it goes on trying.
namespace lanterne::ingest {
namespace {

using support::wait_until;
using testing::Contains;

class AsAService : public testing::Test {
protected:
    AsAService() {
        const auto settings = folder_.path() / "ingest.toml";
        std::ofstream{settings} << "[broker]\nport = 1\n[database]\n"
                                   "conninfo = \"host=127.0.0.1 port=1\"\n";
        ingest_.emplace(support::Command{
            .words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", "--config", settings.string()},
            .environment = {{"NOTIFY_SOCKET", systemd_.path().string()},
                            {"WATCHDOG_USEC", "400000"}},
            .output = folder_.path() / "log"});
    }

    /// So many words of that kind come, from now on.
    bool hears(const std::string& word, int times = 1) {
        return wait_until([&] {
            for (const std::string& heard : systemd_.heard()) {
                times -= heard == word ? 1 : 0;
            }
            return times <= 0;
        });
    }

    support::TempFolder folder_;
    support::NotifySocket systemd_;
    std::optional<support::ChildProcess> ingest_;
};

TEST_F(AsAService, SaysThatItIsReadyAndLivesAndEnds) {
    EXPECT_TRUE(hears("READY=1"));
    EXPECT_TRUE(hears("WATCHDOG=1", 3));

    EXPECT_EQ(ingest_->terminate(), 0);
    EXPECT_THAT(systemd_.heard(), Contains("STOPPING=1"));
}

TEST_F(AsAService, IsSilentWhenItsLoopStands) {
    ASSERT_TRUE(hears("WATCHDOG=1", 2));
    ingest_->signal(SIGSTOP);
    ASSERT_TRUE(wait_until([&] { return systemd_.heard().empty(); }));

    // Nobody else speaks for it: a thread that pings whatever the loop does would.
    EXPECT_FALSE(
        wait_until([&] { return !systemd_.heard().empty(); }, std::chrono::milliseconds{600}));

    ingest_->signal(SIGCONT);
    EXPECT_TRUE(hears("WATCHDOG=1"));
}

} // namespace
} // namespace lanterne::ingest
