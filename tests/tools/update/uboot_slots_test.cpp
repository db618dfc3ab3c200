#include <fstream>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

/// tools/update/uboot-slots.cmd, obeyed by a real U-Boot on an emulated board.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t sector_bytes = 512;

struct Partition {
    std::uint32_t first_sector;
    std::uint32_t sectors;
};

/// 8 MiB each, one after the other.
constexpr std::array<Partition, 3> partitions{
    {{2'048, 16'384}, {18'432, 16'384}, {34'816, 16'384}}};

void put(std::string& bytes, std::size_t at, std::uint32_t number) {
    for (unsigned byte = 0; byte < 4; ++byte) {
        bytes[at + byte] = static_cast<char>(number >> (8 * byte));
    }
}

/// A table of partitions as the first sector of a disk holds it, the disk's number 544e414c.
std::string partition_table() {
    std::string bytes(sector_bytes, '\0');
    put(bytes, 440, 0x544e'414c);
    for (std::size_t number = 0; number < partitions.size(); ++number) {
        const std::size_t entry = 446 + 16 * number;
        bytes[entry] = number == 0 ? '\x80' : '\0'; // to be started from
        bytes[entry + 4] = '\x83';
        put(bytes, entry + 8, partitions[number].first_sector);
        put(bytes, entry + 12, partitions[number].sectors);
    }
    bytes.replace(510, 2, "\x55\xaa");
    return bytes;
}

class UbootSlots : public testing::Test {
protected:
    void SetUp() override {
        for (const char* program :
             {"/usr/bin/qemu-system-aarch64", "/usr/bin/mkimage", "/usr/sbin/mke2fs", uboot}) {
            if (!fs::exists(program)) {
                GTEST_SKIP() << program << " is not there: no board can be emulated";
            }
        }
    }

    void run(std::vector<std::string> words) const {
        support::run_to_end({.words = std::move(words), .output = home.path() / "log"});
    }

    /// Into the first partition, as U-Boot takes scripts.
    void script(const std::string& name, const std::string& text) const {
        const fs::path source = home.path() / "source";
        std::ofstream{source} << text;
        fs::create_directories(home.path() / "first");
        run({"/usr/bin/mkimage", "-A", "arm", "-T", "script", "-C", "none", "-d", source,
             home.path() / "first" / name});
    }

    void write_disk() const {
        const fs::path image = home.path() / "first.ext4";
        run({"/usr/sbin/mke2fs", "-q", "-t", "ext4", "-O", "^metadata_csum,^64bit", "-d",
             home.path() / "first", image, "8M"});
        std::ofstream disk{home.path() / "disk", std::ios::binary};
        disk << partition_table();
        disk.seekp(partitions[0].first_sector * std::streamoff{sector_bytes});
        disk << support::read_text(image);
        disk.close();
        fs::resize_file(home.path() / "disk", std::uintmax_t{32} << 20);
    }

    /// What the board says on its console until it switches itself off.
    std::string start_board() const {
        const fs::path console = home.path() / "console";
        support::ChildProcess board{
            {.words = {"/usr/bin/qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a53", "-m",
                       "256", "-display", "none", "-nodefaults", "-serial",
                       "file:" + console.string(), "-bios", uboot, "-drive",
                       "if=none,format=raw,id=d,file=" + (home.path() / "disk").string(), "-device",
                       "virtio-blk-device,drive=d"},
             .output = home.path() / "log"}};
        EXPECT_EQ(board.wait(), 0);
        return support::read_text(console);
    }

    static constexpr const char* uboot = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";
    support::TempFolder home;
};

/// The script, but for what ends it: each start is then one after the other on a board that stays
/// on, and U-Boot's memory is the environment that it would have saved.
std::string script_without_restarts() {
    const std::string text =
        support::read_text(fs::path{LANTERNE_SOURCE_FOLDER} / "tools/update/uboot-slots.cmd");
    return std::regex_replace(text, std::regex{"\n( *)(saveenv|reset)(?=\n)"}, "\n$1true");
}

constexpr std::string_view eight_starts_then_an_update = R"(
for start in 1 2 3 4 5 6 7 8; do
    load ${devtype} ${devnum}:1 0x41000000 /slots.scr
    source 0x41000000
    echo "= ${start} slot ${slot} left ${BOOT_A_LEFT} ${BOOT_B_LEFT} ${bootargs}"
done
setenv BOOT_ORDER "B A"
setenv BOOT_A_LEFT 3
setenv BOOT_B_LEFT 3
for start in r1 r2 r3 r4; do
    load ${devtype} ${devnum}:1 0x41000000 /slots.scr
    source 0x41000000
    echo "= ${start} slot ${slot} left ${BOOT_A_LEFT} ${BOOT_B_LEFT} ${bootargs}"
done
poweroff
)";

TEST_F(UbootSlots, TriesEachSlotThreeTimesInTheOrderThatRaucSays) {
    script("slots.scr", script_without_restarts());
    script("boot.scr", std::string{eight_starts_then_an_update});
    write_disk();

    const std::string said = start_board();

    std::vector<std::string> starts;
    const std::regex shape{"\n= (\\w+ slot \\w* left \\d \\d) root=(\\S+) [^\n]*rauc.slot=(\\w*)"};
    for (std::sregex_iterator match{said.begin(), said.end(), shape}, end; match != end; ++match) {
        starts.push_back((*match)[1].str() + " " + (*match)[2].str() + " " + (*match)[3].str());
    }
    const std::string a = " PARTUUID=544e414c-02 A";
    const std::string b = " PARTUUID=544e414c-03 B";
    EXPECT_THAT(starts, testing::ElementsAre("1 slot A left 2 3" + a, "2 slot A left 1 3" + a,
                                             "3 slot A left 0 3" + a, "4 slot B left 0 2" + b,
                                             "5 slot B left 0 1" + b, "6 slot B left 0 0" + b,
                                             // Here a board restarts, and begins anew.
                                             "7 slot  left 3 3 PARTUUID=544e414c-03 ",
                                             "8 slot A left 2 3" + a, "r1 slot B left 3 2" + b,
                                             "r2 slot B left 3 1" + b, "r3 slot B left 3 0" + b,
                                             "r4 slot A left 2 0" + a))
        << said;
}

TEST(UbootSlotsOfBoards, AreWhereTheScriptLooks) {
    int boards = 0;
    for (const auto& board : fs::directory_iterator{LANTERNE_SOURCE_FOLDER "/boards"}) {
        const std::string text = support::read_text(board.path() / "board.toml");
        if (text.find("bootloader = \"uboot\"") != std::string::npos) {
            EXPECT_TRUE(std::regex_search(text, std::regex{"\nroot_a = \"\\S*p2\"\n"})) << board;
            EXPECT_TRUE(std::regex_search(text, std::regex{"\nroot_b = \"\\S*p3\"\n"})) << board;
            ++boards;
        }
    }
    EXPECT_EQ(boards, 3);
}

} // namespace
} // namespace lanterne::tools
