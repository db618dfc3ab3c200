#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/tools/update/stand_in.hpp"

/// tools/update/tryboot-slots: what RAUC asks of a Raspberry Pi's bootloader.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;

std::string autoboot_text(int each, int tried) {
    return "[all]\ntryboot_a_b=1\nboot_partition=" + std::to_string(each) +
           "\n[tryboot]\nboot_partition=" + std::to_string(tried) + "\n";
}

class TrybootSlots : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directories(autoboot.parent_path());
        fs::create_directories(home.path() / "etc/rauc");
        fs::create_directories(home.path() / "run");
        std::ofstream{autoboot} << autoboot_text(2, 3);
        std::ofstream{home.path() / "etc/rauc/system.conf"}
            << "[slot.rootfs.0]\ndevice=/dev/mmcblk0p5\nbootname=A\n"
               "[slot.rootfs.1]\ndevice=/dev/mmcblk0p6\nbootname=B\n"
               "[slot.boot.0]\ndevice=/dev/mmcblk0p2\nparent=rootfs.0\n"
               "[slot.boot.1]\ndevice=/dev/mmcblk0p3\nparent=rootfs.1\n";
    }

    int run(std::vector<std::string> words) {
        fs::remove(said);
        words.insert(words.begin(), LANTERNE_SOURCE_FOLDER "/tools/update/tryboot-slots");
        support::ChildProcess script{{.words = std::move(words),
                                      .environment = {{"LANTERNE_ROOT", home.path()}},
                                      .output = said}};
        return script.wait().value_or(-1);
    }

    std::string answer(std::vector<std::string> words) {
        EXPECT_EQ(run(std::move(words)), 0) << support::read_text(said);
        return support::read_text(said);
    }

    /// What RAUC does when it writes a slot.
    void install_into(const std::string& slot) {
        answer({"set-state", slot, "bad"});
        answer({"set-primary", slot});
    }

    support::TempFolder home;
    const fs::path said = home.path() / "said";
    const fs::path autoboot = home.path() / "boot/autoboot/autoboot.txt";
};

TEST_F(TrybootSlots, ANewSlotIsTriedAndNoStartsButTheNext) {
    install_into("B");

    EXPECT_EQ(answer({"get-primary"}), "B\n");
    EXPECT_EQ(support::read_text(autoboot), autoboot_text(2, 3));

    fs::remove(home.path() / "run/lanterne-tried-slot"); // as any start does
    EXPECT_EQ(answer({"get-primary"}), "A\n");
}

TEST_F(TrybootSlots, AGoodSlotIsEachStartsAndTheOtherStaysToFallBackTo) {
    answer({"set-state", "A", "good"});
    install_into("B");
    fs::remove(home.path() / "run/lanterne-tried-slot");

    answer({"set-state", "B", "good"});

    EXPECT_EQ(support::read_text(autoboot), autoboot_text(3, 2));
    EXPECT_EQ(answer({"get-primary"}), "B\n");
    EXPECT_EQ(answer({"get-state", "A"}), "good\n");
    EXPECT_EQ(answer({"get-state", "B"}), "good\n");
}

TEST_F(TrybootSlots, WhatIsAboutToBeWrittenIsNotTheNextStarts) {
    answer({"set-state", "A", "bad"});

    EXPECT_EQ(support::read_text(autoboot), autoboot_text(3, 2));
    EXPECT_EQ(answer({"get-state", "A"}), "bad\n");
}

TEST_F(TrybootSlots, RefusesWithoutThePartitionThatTheFirmwareReads) {
    fs::remove(autoboot);

    EXPECT_EQ(run({"get-primary"}), 1);
    EXPECT_THAT(support::read_text(said), testing::HasSubstr("is the first partition mounted?"));
}

TEST_F(TrybootSlots, RefusesAPartitionOfNoSlot) {
    std::ofstream{autoboot} << autoboot_text(4, 3);

    EXPECT_EQ(run({"get-primary"}), 1);
}

TEST_F(TrybootSlots, RefusesWhatRaucDoesNotAsk) {
    EXPECT_EQ(run({"praise"}), 2);
    EXPECT_EQ(run({"set-primary", "C"}), 1);
    EXPECT_EQ(run({"set-state", "A", "fine"}), 2);
    EXPECT_EQ(run({"set-primary"}), 2);
}

} // namespace
} // namespace lanterne::tools
