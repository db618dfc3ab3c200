#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/update/rauc_unit.hpp"
#include "tests/tools/update/stand_in.hpp"

/// A bundle is installed by the real rauc, into slots that are files, with our handler and backend.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Install : public testing::Test {
protected:
    void SetUp() override {
        if (!RaucUnit::possible()) {
            GTEST_SKIP() << "needs root, a loop device, squashfs, rauc and dbus-daemon";
        }
        desk = std::make_unique<Desk>();
        unit = std::make_unique<RaucUnit>(*desk);
    }

    void expect_untouched() const {
        EXPECT_THAT(unit->slot("slot-a"), testing::StartsWith("as it was"));
        EXPECT_THAT(unit->slot("slot-b"), testing::StartsWith("as it was"));
        EXPECT_THAT(support::read_text(unit->path("boot/autoboot/autoboot.txt")),
                    HasSubstr("[all]\ntryboot_a_b=1\nboot_partition=2\n"));
    }

    std::unique_ptr<Desk> desk;
    std::unique_ptr<RaucUnit> unit;
};

TEST_F(Install, WritesTheOtherSlotOfAnIdleUnitWhichIsBelievedOnceItIsProven) {
    const std::string bundle = desk->good_bundle();
    unit->tracker_says("idle", 0);

    const Answer installed = unit->rauc({"install", bundle});

    ASSERT_EQ(installed.code, 0) << installed.said;
    EXPECT_EQ(unit->slot("slot-b"), support::read_text(desk->path("root.ext4")));
    EXPECT_THAT(unit->slot("slot-a"), testing::StartsWith("as it was"));
    EXPECT_THAT(unit->rauc({"status"}).said, HasSubstr("Activated: rootfs.1 (B)"));

    // The new system brings no proof of its own; and the firmware's next start is the old one
    // still.
    unit->start_from("B");
    fs::remove(unit->path("var/lib/lanterne-update/proven"));
    EXPECT_THAT(unit->rauc({"status"}).said, HasSubstr("Activated: rootfs.0 (A)"));

    const Answer marked = unit->mark_good();

    EXPECT_EQ(marked.code, 0) << marked.said;
    EXPECT_THAT(unit->rauc({"status"}).said, HasSubstr("Activated: rootfs.1 (B)"));
    EXPECT_EQ(support::read_text(unit->path("boot/autoboot/autoboot.txt")),
              "[all]\ntryboot_a_b=1\nboot_partition=3\n[tryboot]\nboot_partition=2\n");
}

TEST_F(Install, LeavesAnArmedUnitAsItIs) {
    const std::string bundle = desk->good_bundle();
    unit->tracker_says("a race is armed", 1);

    const Answer refused = unit->rauc({"install", bundle});

    EXPECT_NE(refused.code, 0);
    EXPECT_THAT(support::read_text(unit->path("service.log")),
                HasSubstr("may-update: no: a race is armed"));
    expect_untouched();
}

TEST_F(Install, TakesNoBundleThatIsForeignDamagedOrForAnotherBoard) {
    unit->tracker_says("idle", 0);
    const fs::path keys = desk->path("keys");
    const std::string good = desk->good_bundle();
    std::string bytes = support::read_text(good);
    bytes[bytes.size() / 2] ^= 1;
    const std::string damaged = desk->path("damaged.raucb");
    std::ofstream{damaged, std::ios::binary} << bytes;
    fs::rename(good, desk->path("good.raucb"));
    const std::string other = desk->path("other.raucb");
    ASSERT_EQ(
        desk->make("orange-pi-zero3", desk->image(desk->system("orange-pi-zero3", Desk::arm64)))
            .code,
        0);
    fs::rename(desk->path("new.raucb"), other);
    fs::rename(keys, desk->path("old-keys"));
    ASSERT_EQ(desk->bundle({"keys", keys}).code, 0);
    const std::string foreign = desk->good_bundle();
    fs::remove_all(keys);
    fs::rename(desk->path("old-keys"), keys);

    const std::vector<std::pair<std::string, std::string>> bundles{
        {damaged, "signature verification failed"},
        {other, "Compatible mismatch"},
        {foreign, "unable to get local issuer certificate"}};
    for (const auto& [bundle, reason] : bundles) {
        const Answer refused = unit->rauc({"install", bundle});
        EXPECT_NE(refused.code, 0) << bundle;
        EXPECT_THAT(refused.said, HasSubstr(reason));
        expect_untouched();
    }
}

} // namespace
} // namespace lanterne::tools
