#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/board_files.hpp"
#include "tests/boards/some_board.hpp"

namespace lanterne::firmware {
namespace {

constexpr std::string_view uboot_slots = R"([update]
bootloader = "uboot"
root_a = "/dev/mmcblk0p2"
root_b = "/dev/mmcblk0p3"
root_mib = 1024
data = "/dev/mmcblk0p4"
)";

constexpr std::string_view tryboot_slots = R"([update]
bootloader = "tryboot"
autoboot = "/dev/mmcblk0p1"
boot_a = "/dev/mmcblk0p2"
boot_b = "/dev/mmcblk0p3"
boot_mib = 128
root_a = "/dev/mmcblk0p5"
root_b = "/dev/mmcblk0p6"
root_mib = 2048
data = "/dev/mmcblk0p7"
)";

Board with(std::string_view update) {
    return read_board(std::string{boards::some_board} + std::string{update}, "b.toml");
}

std::string refusal(std::string_view update) {
    try {
        with(update);
    } catch (const SettingsError& reason) {
        return reason.what();
    }
    return "no refusal";
}

std::string replaced(std::string_view slots, std::string_view line, std::string_view other) {
    std::string text{slots};
    const std::size_t at = text.find('\n' + std::string{line} + '\n');
    EXPECT_NE(at, std::string::npos) << line;
    return text.replace(at + 1, line.size(), other);
}

TEST(BoardUpdate, IsNoneWithoutItsSection) {
    const Board board = read_board(boards::some_board, "b.toml");

    EXPECT_FALSE(board.update);
    EXPECT_THROW(rauc_system(board), SettingsError);
    EXPECT_THROW(slot_mounts(board), SettingsError);
}

TEST(BoardUpdate, IsWhatItsSectionSays) {
    const BoardUpdate update = with(tryboot_slots).update.value();

    EXPECT_EQ(update.bootloader, Bootloader::tryboot);
    EXPECT_EQ(update.root_a, "/dev/mmcblk0p5");
    EXPECT_EQ(update.root_b, "/dev/mmcblk0p6");
    EXPECT_EQ(update.root_mib, 2048U);
    ASSERT_TRUE(update.boot);
    EXPECT_EQ(update.boot->autoboot, "/dev/mmcblk0p1");
    EXPECT_EQ(update.boot->device_a, "/dev/mmcblk0p2");
    EXPECT_EQ(update.boot->device_b, "/dev/mmcblk0p3");
    EXPECT_EQ(update.boot->size_mib, 128U);
    EXPECT_EQ(update.data, "/dev/mmcblk0p7");
    EXPECT_FALSE(with(uboot_slots).update->boot);
}

TEST(BoardUpdate, TellsRaucTwoSlotsAndWhoMayRefuse) {
    EXPECT_EQ(rauc_system(with(uboot_slots)),
              "# /etc/rauc/system.conf, made by: lanterne-tracker board some-board --rauc\n"
              "[system]\ncompatible=some-board\nbootloader=uboot\nbundle-formats=plain\n"
              "data-directory=/data/rauc\n\n"
              "[keyring]\npath=/etc/rauc/keyring.pem\ncheck-purpose=codesign\n\n"
              "[handlers]\npre-install=/usr/lib/lanterne/may-update\n\n"
              "[slot.rootfs.0]\ndevice=/dev/mmcblk0p2\ntype=ext4\nresize=true\nbootname=A\n\n"
              "[slot.rootfs.1]\ndevice=/dev/mmcblk0p3\ntype=ext4\nresize=true\nbootname=B\n");
}

TEST(BoardUpdate, TellsRaucOfTheRaspberryPisOwnSlotsToo) {
    const std::string text = rauc_system(with(tryboot_slots));

    EXPECT_THAT(text, testing::HasSubstr("\nbootloader=custom\n"));
    EXPECT_THAT(
        text, testing::HasSubstr("\nbootloader-custom-backend=/usr/lib/lanterne/tryboot-slots\n"));
    EXPECT_THAT(text, testing::HasSubstr(
                          "\n[slot.boot.1]\ndevice=/dev/mmcblk0p3\ntype=vfat\nparent=rootfs.1\n"));
}

TEST(BoardUpdate, KeepsJournalIdentityAndSettingsOutsideTheSlots) {
    EXPECT_EQ(slot_mounts(with(uboot_slots)),
              "# /etc/fstab, made by: lanterne-tracker board some-board --fstab\n"
              "/dev/mmcblk0p4 /data ext4 noatime,nofail,x-systemd.device-timeout=30s 0 2\n"
              "/data/lanterne-tracker /var/lib/lanterne-tracker none "
              "bind,nofail,x-systemd.requires-mounts-for=/data 0 0\n"
              "/data/lanterne /etc/lanterne none "
              "bind,nofail,x-systemd.requires-mounts-for=/data 0 0\n");
}

TEST(BoardUpdate, MountsWhereARaspberryPiSaysItsSlot) {
    EXPECT_THAT(slot_mounts(with(tryboot_slots)),
                testing::EndsWith("\n/dev/mmcblk0p1 /boot/autoboot vfat "
                                  "noatime,nofail,umask=0077 0 2\n"));
}

struct WrongSlots {
    std::string_view slots;
    std::string_view right;
    std::string_view wrong;
    std::string_view refusal;
};

class WrongUpdate : public testing::TestWithParam<WrongSlots> {};

TEST_P(WrongUpdate, IsRefusedInOneLineThatSaysWhatWouldBeRight) {
    const auto& [slots, right, wrong, expected] = GetParam();

    EXPECT_EQ(refusal(replaced(slots, right, wrong)), "b.toml:" + std::string{expected});
}

INSTANTIATE_TEST_SUITE_P(
    Lines, WrongUpdate,
    testing::Values(
        WrongSlots{uboot_slots, R"(bootloader = "uboot")", R"(bootloader = "grub")",
                   R"(41: [update] bootloader must be one of "uboot", "tryboot")"},
        WrongSlots{uboot_slots, R"(bootloader = "uboot")", "",
                   "42: [update] root_a is not known here: [update] takes bootloader"},
        WrongSlots{uboot_slots, R"(root_b = "/dev/mmcblk0p3")", R"(root_b = "mmcblk0p3")",
                   R"(43: [update] root_b must be a device in quotes such as "/dev/mmcblk0p2")"},
        WrongSlots{uboot_slots, R"(root_b = "/dev/mmcblk0p3")", R"(root_b = "/dev/mmcblk0p2")",
                   "43: [update] root_b must be another device than root_a"},
        WrongSlots{uboot_slots, R"(data = "/dev/mmcblk0p4")", R"(data = "/dev/mmcblk0p3")",
                   "45: [update] data must be another device than root_b"},
        WrongSlots{uboot_slots, "root_mib = 1024", "root_mib = 31",
                   "44: [update] root_mib must be a whole number from 32 to 16384"},
        WrongSlots{uboot_slots, R"(data = "/dev/mmcblk0p4")", "",
                   "40: [update] data is missing: must be a device in quotes such as "
                   "\"/dev/mmcblk0p2\""},
        WrongSlots{uboot_slots, R"(data = "/dev/mmcblk0p4")",
                   "data = \"/dev/mmcblk0p4\"\nboot_mib = 64",
                   "46: [update] boot_mib is not known here: [update] takes bootloader, data, "
                   "root_a, root_b, root_mib"},
        WrongSlots{tryboot_slots, R"(boot_b = "/dev/mmcblk0p3")", R"(boot_b = "/dev/mmcblk0p8")",
                   "44: [update] boot_b must end in p1 to p4: the firmware counts so far"},
        WrongSlots{tryboot_slots, R"(boot_b = "/dev/mmcblk0p3")", R"(boot_b = "/dev/mmcblk0p2")",
                   "44: [update] boot_b must be another device than boot_a"}));

} // namespace
} // namespace lanterne::firmware
