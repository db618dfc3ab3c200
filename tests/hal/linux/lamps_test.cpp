#include <vector>

#include <gtest/gtest.h>

#include "hal/linux/gpio.hpp"
#include "hal/linux/lamps.hpp"
#include "tests/hal/linux/fake_files.hpp"

namespace lanterne::hal::linux_system {
namespace {

class LinuxLed : public testing::Test {
protected:
    LinuxLed() {
        sysfs.write("class/leds/ACT/brightness", "0\n");
        sysfs.write("class/leds/ACT/max_brightness", "255\n");
        sysfs.write("class/leds/ACT/trigger", "none timer [mmc0]\n");
    }

    FakeFiles sysfs;
};

TEST_F(LinuxLed, IsTakenFromItsTriggerAndDarkAtFirst) {
    sysfs.write("class/leds/ACT/brightness", "255\n");

    const auto lamp = open_led("ACT", sysfs.path());

    ASSERT_TRUE(lamp) << lamp.error();
    EXPECT_EQ(sysfs.read("class/leds/ACT/trigger"), "none");
    EXPECT_EQ(sysfs.read("class/leds/ACT/brightness"), "0");
}

TEST_F(LinuxLed, ShinesAsBrightAsItCanAndIsLeftDark) {
    {
        const auto lamp = open_led("ACT", sysfs.path());
        ASSERT_TRUE(lamp);

        (*lamp)->set(true);

        EXPECT_EQ(sysfs.read("class/leds/ACT/brightness"), "255");
    }
    EXPECT_EQ(sysfs.read("class/leds/ACT/brightness"), "0");
}

TEST_F(LinuxLed, IsWrittenOnlyWhenItChanges) {
    const auto lamp = open_led("ACT", sysfs.path());
    ASSERT_TRUE(lamp);
    (*lamp)->set(true);
    sysfs.write("class/leds/ACT/brightness", "a mark");

    (*lamp)->set(true);
    EXPECT_EQ(sysfs.read("class/leds/ACT/brightness"), "a mark");

    (*lamp)->set(false);
    EXPECT_EQ(sysfs.read("class/leds/ACT/brightness"), "0");
}

TEST_F(LinuxLed, ThatFailedIsSetAgainTheNextTime) {
    const auto lamp = open_led("ACT", sysfs.path());
    ASSERT_TRUE(lamp);
    sysfs.remove("class/leds/ACT/brightness");
    (*lamp)->set(true);
    sysfs.write("class/leds/ACT/brightness", "0\n");

    (*lamp)->set(true);

    EXPECT_EQ(sysfs.read("class/leds/ACT/brightness"), "255");
}

TEST_F(LinuxLed, WithoutATriggerIsALampToo) {
    sysfs.remove("class/leds/ACT/trigger");

    EXPECT_TRUE(open_led("ACT", sysfs.path()));
}

TEST_F(LinuxLed, ThatIsNotThereIsOneLineWithItsName) {
    const auto lamp = open_led("usr3", sysfs.path());

    ASSERT_FALSE(lamp);
    EXPECT_EQ(lamp.error(),
              "lamp: " + (sysfs.path() / "class/leds/usr3").string() + ": no such lamp");
}

TEST_F(LinuxLed, ThatMayNotBeWrittenIsOneLine) {
    sysfs.remove("class/leds/ACT/brightness");

    const auto lamp = open_led("ACT", sysfs.path());

    ASSERT_FALSE(lamp);
    EXPECT_EQ(lamp.error(), "lamp: " + (sysfs.path() / "class/leds/ACT/brightness").string() +
                                ": not to be written");
}

/// What a line was told, as 1 and 0.
class ToldLine final : public OutputLine {
public:
    explicit ToldLine(std::vector<bool>& told) : told_{told} {}

    Status<LineError> set(bool active) override {
        told_.push_back(active);
        if (fails) {
            return tl::unexpected{LineError::gone};
        }
        return {};
    }

    bool fails = false;

private:
    std::vector<bool>& told_;
};

TEST(LineLamp, IsSetOnlyWhenItChangesAndDarkAtTheEnd) {
    std::vector<bool> told;
    {
        LineLamp lamp{std::make_unique<ToldLine>(told)};
        lamp.set(true);
        lamp.set(true);
        lamp.set(false);
        lamp.set(true);
    }

    EXPECT_EQ(told, (std::vector<bool>{true, false, true, false}));
}

TEST(LineLamp, ThatFailedIsSetAgainTheNextTime) {
    std::vector<bool> told;
    auto line = std::make_unique<ToldLine>(told);
    line->fails = true;
    LineLamp lamp{std::move(line)};

    lamp.set(true);
    lamp.set(true);

    EXPECT_EQ(told, (std::vector<bool>{true, true}));
}

TEST(Gpio, AChipThatIsNotThereIsOneLineWithItsName) {
    const LineAddress address{.chip = "gpiochip-of-nowhere", .line = 17, .active_low = true};

    const auto button = open_input(address, "button");
    const auto lamp = open_output(address, "lamp");

    ASSERT_FALSE(button);
    EXPECT_TRUE(
        button.error().starts_with("button: gpiochip-of-nowhere line 17: no such GPIO chip"))
        << button.error();
    ASSERT_FALSE(lamp);
    EXPECT_TRUE(lamp.error().starts_with("lamp: gpiochip-of-nowhere line 17: no such GPIO chip"));
}

TEST(Gpio, AFileThatIsNoChipIsRefused) {
    FakeFiles files;
    files.write("no-chip", "");

    const auto button = open_input({.chip = (files.path() / "no-chip").string()}, "button");

    ASSERT_FALSE(button);
    EXPECT_NE(button.error().find("no-chip line 0: no such GPIO chip"), std::string::npos);
}

} // namespace
} // namespace lanterne::hal::linux_system
