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

TEST(TempFolder, IsInMemoryWhenAskedForAndThereIsRoom) {
    if (memory_room_bytes() < 2 * memory_reserve_bytes) {
        GTEST_SKIP() << "/dev/shm has too little room, or is not there";
    }

    const TempFolder folder{Storage::in_memory};

    EXPECT_EQ(folder.path().parent_path(), "/dev/shm");
    EXPECT_LT(folder.path().string().size(), 40U);
}

class WhatAKilledProgramLeft : public testing::TestWithParam<const char*> {};

TEST_P(WhatAKilledProgramLeft, IsRemoved) {
    const fs::path parent = GetParam();
    if (access(parent.c_str(), W_OK) != 0) {
        GTEST_SKIP() << parent << " is not there";
    }
    const pid_t dead = fork();
    if (dead == 0) {
        _exit(0);
    }
    waitpid(dead, nullptr, 0);
    const fs::path left = parent / ("lanterne-test-" + std::to_string(dead) + "-abcdef");
    const fs::path ours = parent / ("lanterne-test-" + std::to_string(getpid()) + "-abcdef");
    fs::create_directory(left);
    fs::create_directory(ours);

    const TempFolder folder;

    EXPECT_FALSE(fs::exists(left));
    EXPECT_TRUE(fs::exists(ours));
    fs::remove(ours);
}

INSTANTIATE_TEST_SUITE_P(TempFolder, WhatAKilledProgramLeft, testing::Values("/tmp", "/dev/shm"));

TEST(WaitUntil, TellsWhetherItCameTrueInTime) {
    int asked = 0;

    EXPECT_TRUE(wait_until([&] { return ++asked == 3; }));
    EXPECT_EQ(asked, 3);
    EXPECT_FALSE(wait_until([] { return false; }, std::chrono::milliseconds{20}));
}

TEST(FreePort, IsOneThatNobodyListensOn) { EXPECT_FALSE(listens(free_port())); }

} // namespace
} // namespace lanterne::support
