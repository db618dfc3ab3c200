#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

/// tools/update/boot-slot-hook, run as RAUC does: each slot's kernel is told its own root.
namespace lanterne::tools {
namespace {

class BootSlotHook : public testing::Test {
protected:
    std::optional<int> run(const std::string& what, const std::string& parent) {
        support::ChildProcess hook{
            {.words = {LANTERNE_SOURCE_FOLDER "/tools/update/boot-slot-hook", what},
             .environment = {{"PATH", std::getenv("PATH")},
                             {"RAUC_SYSTEM_CONFIG", home.path() / "system.conf"},
                             {"RAUC_SLOT_PARENT", parent},
                             {"RAUC_SLOT_MOUNT_POINT", home.path()}},
             .output = home.path() / "said"}};
        return hook.wait();
    }

    void SetUp() override {
        std::ofstream{home.path() / "system.conf"}
            << "[slot.rootfs.0]\ndevice=/dev/mmcblk0p5\nbootname=A\n"
               "[slot.rootfs.1]\ndevice=/dev/mmcblk0p6\nbootname=B\n";
        std::ofstream{line} << "console=tty1 root=@ROOT@ rootwait rw\n";
    }

    support::TempFolder home;
    const std::filesystem::path line = home.path() / "cmdline.txt";
};

TEST_F(BootSlotHook, TellsTheKernelTheRootOfItsOwnSlot) {
    ASSERT_EQ(run("slot-post-install", "rootfs.1"), 0);

    EXPECT_EQ(support::read_text(line),
              "console=tty1 root=/dev/mmcblk0p6 rauc.slot=B rootwait rw\n");
}

TEST_F(BootSlotHook, RefusesAnImageThatIsForNoSlot) {
    std::ofstream{line} << "root=/dev/mmcblk0p2\n";

    EXPECT_EQ(run("slot-post-install", "rootfs.1"), 1);
    EXPECT_EQ(support::read_text(home.path() / "said"),
              "boot-slot-hook: cmdline.txt has no @ROOT@: this image is for no slot\n");
}

TEST_F(BootSlotHook, RefusesASlotThatTheSystemHasNot) {
    EXPECT_EQ(run("slot-post-install", "rootfs.2"), 1);
    EXPECT_THAT(support::read_text(line), testing::HasSubstr("@ROOT@"));
}

TEST_F(BootSlotHook, HasNothingToDoAtOtherTimes) {
    EXPECT_EQ(run("slot-pre-install", "rootfs.1"), 0);
    EXPECT_THAT(support::read_text(line), testing::HasSubstr("@ROOT@"));
}

} // namespace
} // namespace lanterne::tools
