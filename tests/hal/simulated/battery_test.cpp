#include <gtest/gtest.h>

#include "hal/simulated/battery.hpp"

namespace lanterne::hal::simulated {
namespace {

using namespace std::chrono_literals;

TEST(SimulatedBattery, GivesWhatItsWorldDraws) {
    Battery battery{{.capacity_mwh = 9'000, .gauge_step = 0}};

    battery.pass(5h, 900);

    EXPECT_NEAR(*battery.read()->charge, 0.5, 1e-12);
    EXPECT_NEAR(*battery.read()->volts, 3.75, 1e-12);
    EXPECT_EQ(battery.read()->charging, false);
    EXPECT_FALSE(battery.empty());
}

TEST(SimulatedBattery, IsNeverMoreThanEmptyNorMoreThanFull) {
    Battery battery{{.capacity_mwh = 1'000}};

    battery.pass(2h, 1'000);
    EXPECT_TRUE(battery.empty());
    EXPECT_EQ(battery.read()->charge, 0.0);

    battery.pass(30min, -1'000);
    EXPECT_NEAR(battery.charge(), 0.5, 1e-12);
    EXPECT_EQ(battery.read()->charging, true);

    battery.pass(30h, -1'000);
    EXPECT_EQ(battery.read()->charge, 1.0);
}

TEST(SimulatedBattery, AGaugeSaysWholeSteps) {
    Battery battery{{.charge = 0.5899}};
    EXPECT_NEAR(*battery.read()->charge, 0.58, 1e-12);

    Battery on_a_step{{.charge = 0.58}};
    EXPECT_NEAR(*on_a_step.read()->charge, 0.58, 1e-12);
}

TEST(SimulatedBattery, ABrokenGaugeSaysNothingWhileTheBatteryGoesOn) {
    Battery battery{{.capacity_mwh = 1'000, .gauge_step = 0}};

    battery.break_gauge();
    battery.pass(30min, 1'000);
    EXPECT_FALSE(battery.read());

    battery.mend_gauge();
    EXPECT_NEAR(*battery.read()->charge, 0.5, 1e-12);
}

} // namespace
} // namespace lanterne::hal::simulated
