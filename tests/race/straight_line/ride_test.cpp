#include <cmath>
#include <iostream>

#include <gtest/gtest.h>

#include "simulator/feed/player.hpp"
#include "tests/race/straight_line/recordings.hpp"
#include "tests/race/straight_line/stack.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {
namespace {

constexpr std::size_t ride_points = 8'234;

TEST(StraightLine, CarriesARideOf123KilometresWithoutLosingAPoint) {
    const auto gpx = recording("gpx/bike-ride-123km.gpx");
    if (!gpx) {
        GTEST_SKIP() << "left out: ../shared/data/gpx/bike-ride-123km.gpx is not here";
    }
    const auto fed = simulator::redated(ride(*gpx), *parse_time("2026-05-17T06:00:00Z"));
    ASSERT_EQ(fed.size(), ride_points);
    Stack stack;
    stack.start_ingest();
    stack.start_unit("ride0001");

    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(simulator::play(fed, stack.receiver(), {.speed = 0}, [] { return false; }),
              ride_points);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << "played " << static_cast<double>(ride_points) / took.count() << " epochs/s\n";

    EXPECT_TRUE(support::wait_until(
        [&] { return stack.stored_count("ride0001") >= ride_points || !stack.unit_runs(); },
        2 * support::patience))
        << stack.stored_count("ride0001") << stack.logs();
    stack.stop_unit();
    const auto stored = stack.stored("ride0001");
    EXPECT_EQ(stored, stack.journalled());
    EXPECT_EQ(stack.doubly_stored("ride0001"), 0U);
    ASSERT_EQ(stored.size(), ride_points);
    auto point = fed.begin();
    for (const auto& [number, fix] : stored) {
        ASSERT_EQ(number.second, static_cast<Sequence>(point - fed.begin()));
        ASSERT_EQ(fix.time, point->time);
        ASSERT_EQ(fix.position.latitude.e6, std::lround(point->latitude_deg * 1e6));
        ASSERT_EQ(fix.position.longitude.e6, std::lround(point->longitude_deg * 1e6));
        ASSERT_EQ(fix.altitude_dm, std::lround(*point->altitude_m * 10));
        ++point;
    }
}

} // namespace
} // namespace lanterne
