#include <gtest/gtest.h>

#include "hal/linux/battery.hpp"
#include "tests/hal/linux/fake_files.hpp"

namespace lanterne::hal::linux_system {
namespace {

class LinuxBattery : public testing::Test {
protected:
    void say(const std::string& file, const std::string& text) {
        sysfs.write("class/power_supply/bq27441-0/" + file, text + "\n");
    }

    std::optional<double> charge() {
        const auto reading = battery.read();
        return reading ? reading->charge : std::nullopt;
    }

    FakeFiles sysfs;
    Battery battery{"bq27441-0", sysfs.path()};
};

TEST_F(LinuxBattery, SaysWhatTheGaugeSays) {
    say("present", "1");
    say("capacity", "58");
    say("voltage_now", "3712000");
    say("status", "Discharging");

    const auto reading = battery.read();

    ASSERT_TRUE(reading);
    EXPECT_DOUBLE_EQ(*reading->charge, 0.58);
    EXPECT_DOUBLE_EQ(*reading->volts, 3.712);
    EXPECT_EQ(reading->charging, false);
}

TEST_F(LinuxBattery, WithoutAGaugeSaysNothing) { EXPECT_FALSE(battery.read()); }

TEST_F(LinuxBattery, AGaugeThatComesLaterIsRead) {
    ASSERT_FALSE(battery.read());

    say("capacity", "58");

    EXPECT_TRUE(battery.read());
}

TEST_F(LinuxBattery, AGaugeWithoutABatterySaysNothing) {
    say("present", "0");
    say("capacity", "58");

    EXPECT_FALSE(battery.read());
}

TEST_F(LinuxBattery, ChargeInFinerStepsThanPercentsIsPreferred) {
    say("capacity", "58");
    say("charge_now", "1752000");
    say("charge_full", "3000000");
    EXPECT_DOUBLE_EQ(*charge(), 0.584);

    sysfs.remove("class/power_supply/bq27441-0/capacity");
    EXPECT_DOUBLE_EQ(*charge(), 0.584);
}

TEST_F(LinuxBattery, EnergyServesWhereThereIsNoCharge) {
    say("energy_now", "5000000");
    say("energy_full", "20000000");

    EXPECT_DOUBLE_EQ(*charge(), 0.25);
}

TEST_F(LinuxBattery, PercentsCountWhereTheFinerMeasureIsFarFromThem) {
    say("capacity", "58");
    say("charge_now", "1752000");
    say("charge_full", "6000000"); // the gauge has not learned its battery yet

    EXPECT_DOUBLE_EQ(*charge(), 0.58);
}

TEST_F(LinuxBattery, ALittleMoreThanFullIsFullAndMuchMoreIsNotBelieved) {
    say("charge_full", "3000000");
    say("charge_now", "3100000");
    EXPECT_DOUBLE_EQ(*charge(), 1.0);

    say("charge_now", "4000000");
    EXPECT_FALSE(charge());
}

struct Said {
    std::string file;
    std::string text;
};

class LinuxBatteryGarbage : public testing::TestWithParam<Said> {};

TEST_P(LinuxBatteryGarbage, IsAsGoodAsNotThere) {
    FakeFiles sysfs;
    Battery battery{"gauge", sysfs.path()};
    sysfs.write("class/power_supply/gauge/charge_full", "3000000\n");
    sysfs.write("class/power_supply/gauge/" + GetParam().file, GetParam().text);

    EXPECT_FALSE(battery.read());
}

INSTANTIATE_TEST_SUITE_P(
    Files, LinuxBatteryGarbage,
    testing::Values(Said{"capacity", "101\n"}, Said{"capacity", "-1\n"}, Said{"capacity", "full\n"},
                    Said{"capacity", ""}, Said{"capacity", std::string(10'000, '1')},
                    Said{"voltage_now", "0\n"}, Said{"voltage_now", "100000001\n"},
                    Said{"voltage_now", "-3700000\n"}, Said{"charge_now", "-5\n"},
                    Said{"charge_now", "1e6\n"}, Said{"status", "Unknown\n"},
                    Said{"status", "\xff\xfe\n"}, Said{"status", ""}),
    [](const auto& one) { return one.param.file + std::to_string(one.index); });

TEST_F(LinuxBattery, WhatIsGarbageCostsTheRestNothing) {
    say("capacity", "-1");
    say("voltage_now", "3712000");

    const auto reading = battery.read();

    ASSERT_TRUE(reading);
    EXPECT_FALSE(reading->charge);
    EXPECT_TRUE(reading->volts);
}

TEST_F(LinuxBattery, OnAChargerIsWhatIsFullOrCannotChargeToo) {
    for (const char* on_a_charger : {"Charging", "Full", "Not charging"}) {
        say("status", on_a_charger);
        EXPECT_EQ(battery.read()->charging, true) << on_a_charger;
    }
}

} // namespace
} // namespace lanterne::hal::linux_system
