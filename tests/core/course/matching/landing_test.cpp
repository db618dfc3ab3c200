#include <gtest/gtest.h>

#include "core/course/matching/passing.hpp"

namespace lanterne::course {
namespace {

constexpr double shore_m = 400;
constexpr double running_mps = 3;

// To the north: 400 m in the water, then 400 m on land.
Course swim_and_run() {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    const auto leg = [&](const char* name, Sport sport, double from) {
        return Leg{.id = name,
                   .name = name,
                   .sport = sport,
                   .line = geo::Polyline{
                       {ground.to_position({0, from}), ground.to_position({0, from + shore_m})}}};
    };
    return {{leg("swim", Sport::swim, 0), leg("run", Sport::run, shore_m)}, {}, {}};
}

/// One who swims 60 m to the shore and runs on for a minute, with a fix each second; that accuracy
/// is stated at sea, half of it on land.
std::vector<Step> way_ashore(double accuracy_at_sea_m) {
    std::vector<Step> way;
    double along = shore_m - 60;
    for (int t = 0; t < 120; ++t) {
        const bool is_ashore = along > shore_m;
        const double mps = is_ashore ? running_mps : 1.2;
        const double accuracy = is_ashore ? accuracy_at_sea_m / 2 : accuracy_at_sea_m;
        way.push_back({.t_ms = 1'000 * t,
                       .along_cm = static_cast<std::int32_t>(along * 100),
                       .north = 30'000,
                       .speed_cmps = static_cast<std::int16_t>(mps * 100),
                       .accuracy_dm = static_cast<std::uint16_t>(accuracy * 10),
                       .leg = static_cast<std::uint16_t>(is_ashore ? 1 : 0)});
        along += mps;
    }
    return way;
}

Crossing exit_of(const std::vector<Step>& way) {
    return passing_of(swim_and_run(), way, std::nullopt, shore_m, 15).value();
}

TEST(Landing, IsTimedWhereTheShoreIs) { EXPECT_NEAR(exit_of(way_ashore(6)).t, 60 / 1.2, 1); }

// A receiver sees the same satellites in the water and behind it: taken for a second witness, its
// fixes at sea made an interval that held the truth in 89 of 100 swims.
TEST(Landing, IsNotTimedBetterForWhatWasSeenAtSea) {
    const Crossing crossing = exit_of(way_ashore(6));

    EXPECT_GT(crossing.standard_error_s * running_mps, 3);
    EXPECT_LT(crossing.standard_error_s * running_mps, 6);
}

} // namespace
} // namespace lanterne::course
