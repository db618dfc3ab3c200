#include <fstream>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::support {
namespace {

namespace fs = std::filesystem;

TEST(TempFolder, IsThereAndGoesWithAllThatLiesInIt) {
    fs::path path;
    {
        const TempFolder folder;
        path = folder.path();
        fs::create_directory(path / "deep");
        std::ofstream{path / "deep" / "file"} << "text";
        EXPECT_TRUE(fs::exists(path));
    }

    EXPECT_FALSE(fs::exists(path));
}

TEST(TempFolder, IsShortEnoughForASocket) { EXPECT_LT(TempFolder{}.path().string().size(), 40U); }

TEST(TempFolder, RemovesWhatAKilledProgramLeft) {
    const pid_t dead = fork();
    if (dead == 0) {
        _exit(0);
    }
    waitpid(dead, nullptr, 0);
    const fs::path left = "/tmp/lanterne-test-" + std::to_string(dead) + "-abcdef";
    const fs::path ours = "/tmp/lanterne-test-" + std::to_string(getpid()) + "-abcdef";
    fs::create_directory(left);
    fs::create_directory(ours);

    const TempFolder folder;

    EXPECT_FALSE(fs::exists(left));
    EXPECT_TRUE(fs::exists(ours));
    fs::remove(ours);
}

TEST(WaitUntil, TellsWhetherItCameTrueInTime) {
    int asked = 0;

    EXPECT_TRUE(wait_until([&] { return ++asked == 3; }));
    EXPECT_EQ(asked, 3);
    EXPECT_FALSE(wait_until([] { return false; }, std::chrono::milliseconds{20}));
}

TEST(FreePort, IsOneThatNobodyListensOn) { EXPECT_FALSE(listens(free_port())); }

} // namespace
} // namespace lanterne::support
