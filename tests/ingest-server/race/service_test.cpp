#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/notify_socket.hpp"
#include "tests/support/played_server.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// lanterne-ingest as a service of systemd, with neither broker nor database: it goes on trying.
namespace lanterne::ingest {
namespace {

using namespace std::chrono_literals;
using support::wait_until;

class AsAService : public testing::Test {
protected:
    void start(std::uint16_t database_port, std::chrono::microseconds patience) {
        const auto settings = folder_.path() / "ingest.toml";
        std::ofstream{settings} << fmt::format(
            "[broker]\nport = 1\n[database]\nconninfo = \"host=127.0.0.1 port={} "
            "connect_timeout=600\"\n",
            database_port);
        ingest_.emplace(support::Command{
            .words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", "--config", settings.string()},
            .environment = {{"NOTIFY_SOCKET", systemd_.path().string()},
                            {"WATCHDOG_USEC", fmt::format("{}", patience.count())}},
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
    start(1, 2s); // seldom: the socket keeps ten words that nobody has read
    EXPECT_TRUE(hears("READY=1"));
    EXPECT_TRUE(hears("WATCHDOG=1", 3));

    ingest_->signal(SIGTERM);
    EXPECT_TRUE(hears("STOPPING=1"));
    EXPECT_EQ(ingest_->wait(), 0);
}

// The program is there and answers scrapes; a thread that pings whatever the loop does would ping.
TEST_F(AsAService, IsSilentWhileItsLoopStands) {
    support::PlayedServer database; // takes the connection and says nothing
    start(database.port(), 400ms);
    ASSERT_TRUE(database.take());
    while (!systemd_.heard().empty()) {
    }

    EXPECT_FALSE(
        wait_until([&] { return !systemd_.heard().empty(); }, std::chrono::milliseconds{800}));

    database.hang_up();
    EXPECT_TRUE(hears("WATCHDOG=1"));
}

} // namespace
} // namespace lanterne::ingest
