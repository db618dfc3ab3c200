#include <gtest/gtest.h>

#include "simulator/day/drawn_units.hpp"

namespace lanterne::simulator {
namespace {

UnitSerial serial(int number) {
    return UnitSerial::from("unit" + std::to_string(10'000 + number)).value();
}

UnitModel model(double rate = 1) {
    return {.board = "simulated", .power = {}, .firmware_version = "0.1.0", .rate = rate};
}

TEST(DrawnUnits, AreTheSameWhoeverElseIsThere) {
    const Scenario scenario;

    const UnitTraits once = drawn_unit(scenario, model(), serial(1));
    const UnitTraits again = drawn_unit(scenario, model(), serial(1));
    const UnitTraits other = drawn_unit(scenario, model(), serial(2));

    EXPECT_EQ(once.charge, again.charge);
    EXPECT_EQ(once.clock_ppm, again.clock_ppm);
    EXPECT_NE(once.charge, other.charge);
}

TEST(DrawnUnits, LieWithinWhatTheScenarioSaysAndInItsShares) {
    Scenario scenario;
    scenario.units = {.charge_pct = {20, 40},
                      .clock_off_s = 100,
                      .old_firmware_share = 0.25,
                      .flawed_share = 0.1};
    int old = 0;
    int flawed = 0;

    for (int number = 0; number < 2000; ++number) {
        const UnitTraits unit = drawn_unit(scenario, model(), serial(number));
        EXPECT_GE(unit.charge, 0.2);
        EXPECT_LE(unit.charge, 0.4);
        EXPECT_LE(std::abs(unit.clock_off.count()), 100'000);
        old += unit.firmware_version == old_firmware ? 1 : 0;
        flawed += unit.flaw != Flaw::none ? 1 : 0;
    }

    EXPECT_NEAR(old, 500, 80);
    EXPECT_NEAR(flawed, 200, 50);
}

TEST(DrawnUnits, SpeakAsTheirProfileSaysAtTruePaceAndEachSecondAtAnother) {
    Scenario scenario;

    EXPECT_FALSE(drawn_unit(scenario, model(1), serial(1)).report_interval);
    EXPECT_EQ(drawn_unit(scenario, model(60), serial(1)).report_interval, std::chrono::seconds{1});
    scenario.units.report_s = 7;
    EXPECT_EQ(drawn_unit(scenario, model(60), serial(1)).report_interval, std::chrono::seconds{7});
}

} // namespace
} // namespace lanterne::simulator
