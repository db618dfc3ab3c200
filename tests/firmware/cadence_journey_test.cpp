#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "firmware/sending/cadence.hpp"
#include "firmware/time/sampler.hpp"
#include "hal/simulated/noise.hpp"
#include "tests/firmware/ground.hpp"

namespace lanterne::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// An athlete on a winding course, slower and faster, as a receiver sees him; stands for two
/// minutes half-way.
struct Journey {
    std::vector<PlanePoint> corners;
    std::vector<Fix> fixes;
};

Journey journey(int hertz) {
    Journey journey;
    for (int i = 0; i <= 60; ++i) {
        journey.corners.push_back({100.0 * i, 60 * std::sin(i * 0.9)});
    }
    const geo::Polyline line = line_along(journey.corners);
    hal::simulated::Noise noise{42};
    double along = 0;
    for (int i = 0; along < line.length().value; ++i) {
        const double t = static_cast<double>(i) / hertz;
        const bool stands = t > 500 && t < 620;
        const double speed = stands ? 0 : 5 + 3 * std::sin(t / 40);
        along += speed / hertz;
        const Position there = line.at(Metres{along});
        const auto reading = noise.disturb({.time = race_start + milliseconds{1'000 / hertz * i},
                                            .latitude_deg = there.latitude.e6 / 1e6,
                                            .longitude_deg = there.longitude.e6 / 1e6,
                                            .speed_mps = speed,
                                            .course_deg = line.bearing_at(Metres{along}),
                                            .mode = FixMode::fix_3d},
                                           hal::simulated::open_sky);
        journey.fixes.push_back(*to_fix(reading));
    }
    return journey;
}

class WholeJourney : public testing::TestWithParam<int> {};

TEST_P(WholeJourney, NoMessageIsLaterThanPromisedAndTheServerIsNeverWrongForLong) {
    const int hertz = GetParam();
    const Journey journey = firmware::journey(hertz);
    Cadence cadence{Profile::race, rules_of(Profile::race)};
    const auto course = course_along(journey.corners, {2'000, 4'000}, true);
    cadence.know(course, 1);
    std::vector<Fix> unsent;
    std::optional<course::Predictor> server;
    Cadence::Instant promised = Cadence::Instant::max();
    std::size_t messages = 0;
    for (const Fix& fix : journey.fixes) {
        const auto now = Cadence::Instant{fix.time - race_start};
        cadence.journalled(fix);
        unsent.push_back(fix);
        ASSERT_LE(now, promised);
        if (cadence.due(now)) {
            promised = now + seconds{*cadence.next_report_s()};
            server.emplace(unsent, course.get());
            cadence.reported(unsent, now);
            unsent.clear();
            ++messages;
        }
        const double allowed = std::max(10.0, 2 * *fix.accuracy_dm / 10.0);
        const double second = 8 + 1; // its travel, and the receiver's noise meanwhile
        ASSERT_LE(geo::distance(server->at(fix.time).position, fix.position).value,
                  allowed + (hertz > 1 ? second : 0));
    }

    const auto lasted = journey.fixes.size() / static_cast<std::size_t>(hertz);
    EXPECT_LT(messages, lasted / 6);
}

INSTANTIATE_TEST_SUITE_P(Rates, WholeJourney, testing::Values(1, 10));

} // namespace
} // namespace lanterne::firmware
