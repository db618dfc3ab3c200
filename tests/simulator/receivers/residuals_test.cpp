#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "hal/simulated/noise.hpp"
#include "hal/simulated/small_random.hpp"
#include "simulator/receivers/residual_picture.hpp"
#include "simulator/receivers/residuals.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::array<Band, 3> bands{{{4, 8}, {8, 15}, {15, 30}}};
const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

// To the east at 8 m/s, a point each second, so far to the right of the straight line.
template<class Right>
Track eastward(int seconds, Right right) {
    Track track;
    for (int second = 0; second < seconds; ++second) {
        track.push_back({.t_s = 1.0 * second, .at = {8.0 * second, -right(second)}});
    }
    return track;
}

std::vector<Residual> own_residuals(const Track& track) {
    const std::vector<SmoothedPoint> line = smoothed(track);
    return residuals(line, line);
}

// The point itself has a weight of 0.0727 in a parabola through 31 points.
TEST(Residuals, AreAsWideAsTheNoiseButForThePartThatTheLineFollows) {
    hal::simulated::SmallRandom random{7};
    const Track track = eastward(20'000, [&](int) { return 1.5 * random.normal(); });

    const std::vector<Residual> found = own_residuals(track);

    EXPECT_EQ(found.size(), 20'000U - 42U); // near the ends there is half a line, or none
    EXPECT_NEAR(spread_m(found), 1.5 * std::sqrt(1 - 0.0727), 0.04);
}

TEST(Residuals, LieToTheRightOfTheWay) {
    const Track track = eastward(100, [](int second) { return second == 50 ? 3.0 : 0.0; });

    const std::vector<Residual> found = own_residuals(track);

    const auto middle = std::ranges::find(found, 50, &Residual::t_s);
    EXPECT_NEAR(middle->right_m, 3 * (1 - 0.0727), 0.001);
}

TEST(Residuals, AreNotTakenNearACornerNorAPauseNorWhereSomebodyStands) {
    Track track = eastward(300, [](int) { return 0.0; });
    for (std::size_t i = 150; i < track.size(); ++i) { // to the north from there
        track[i].at = {8.0 * 150, 8.0 * (static_cast<double>(i) - 150)};
    }
    Track paused = eastward(200, [](int) { return 0.0; });
    for (std::size_t i = 100; i < paused.size(); ++i) {
        paused[i].t_s += 60;
    }
    Track standing = eastward(100, [](int) { return 0.0; });
    for (TrackPoint& point : standing) {
        point.at = {0, 0};
    }

    for (const Residual& residual : own_residuals(track)) {
        EXPECT_GT(std::abs(residual.t_s - 150), 15);
        EXPECT_NEAR(residual.right_m, 0, 1e-6);
    }
    EXPECT_GT(own_residuals(track).size(), 180U);
    for (const Residual& residual : own_residuals(paused)) {
        EXPECT_FALSE(residual.t_s > 91 && residual.t_s < 168) << residual.t_s;
    }
    EXPECT_TRUE(own_residuals(standing).empty());
    EXPECT_TRUE(own_residuals({}).empty());
}

TEST(Residuals, ShowAWaveInItsBand) {
    const Track track = eastward(
        1'200, [](int second) { return 1.0 * std::sin(2 * std::numbers::pi * second / 10); });

    const std::vector<double> sizes = band_sizes_m(own_residuals(track), bands);

    EXPECT_NEAR(sizes[1], std::sqrt(0.5), 0.08);
    EXPECT_LT(sizes[0], 0.1);
    EXPECT_LT(sizes[2], 0.1);
}

TEST(Residuals, ShowTheSameWaveWhereARecorderLeavesPointsOut) {
    const auto wave = [](int second) { return std::sin(2 * std::numbers::pi * second / 10); };
    hal::simulated::SmallRandom random{7};
    Track track = eastward(6'000, wave);
    std::erase_if(track, [&](const TrackPoint&) { return random.chance(0.5); });

    const std::vector<double> sizes = band_sizes_m(own_residuals(track), bands);

    EXPECT_NEAR(sizes[1], std::sqrt(0.5), 0.15);
    EXPECT_LT(sizes[2], 0.35);
}

TEST(Residuals, AreNotRuledByAFewFarOnes) {
    hal::simulated::SmallRandom random{7};
    const auto calm = eastward(5'000, [&](int) { return random.normal(); });
    Track wild = calm;
    for (std::size_t i = 0; i < wild.size(); i += 500) {
        wild[i].at.north += 60;
    }

    EXPECT_NEAR(spread_m(own_residuals(wild)) / spread_m(own_residuals(calm)), 1, 0.2);
    EXPECT_EQ(spread_m({}), 0);
}

TEST(Residuals, OfASimulatedReceiverAreItsNoise) {
    const std::vector<SmoothedPoint> line = smoothed(eastward(5'000, [](int) { return 0.0; }));
    const auto spread_of = [&](const hal::simulated::NoiseModel& model) {
        hal::simulated::SmallNoise noise{7};
        const Track track = simulated(line, ground, [&](Position at, UtcTime time) {
            return noise.disturb({.time = time,
                                  .latitude_deg = at.latitude.e6 * 1e-6,
                                  .longitude_deg = at.longitude.e6 * 1e-6},
                                 model);
        });
        return spread_m(residuals(smoothed(track), line));
    };
    hal::simulated::NoiseModel white = hal::simulated::none;
    white.white_m = 1;

    EXPECT_LT(spread_of(hal::simulated::none), 0.08) << "positions at 1e-6 degree";
    EXPECT_NEAR(spread_of(white), 0.963, 0.05);
}

TEST(ResidualPicture, ShowsBothAndNothingThatATitleCouldBreak) {
    hal::simulated::SmallRandom random{7};
    const auto scatter = [&] {
        return scatter_of(own_residuals(eastward(600, [&](int) { return random.normal(); })),
                          bands);
    };

    const std::string picture = residual_picture("a <ride> & more", scatter(), scatter(), bands);

    EXPECT_TRUE(picture.starts_with("<svg "));
    EXPECT_TRUE(picture.ends_with("</svg>\n"));
    EXPECT_NE(picture.find("a &lt;ride&gt; &amp; more"), std::string::npos);
    EXPECT_NE(picture.find("15 to 30 s"), std::string::npos);
    EXPECT_EQ(picture.find("nan"), std::string::npos);
}

TEST(ResidualPicture, IsDrawnOfNothingToo) {
    const std::string picture =
        residual_picture("empty", scatter_of({}, bands), scatter_of({}, bands), bands);

    EXPECT_EQ(picture.find("nan"), std::string::npos);
    EXPECT_EQ(picture.find("inf"), std::string::npos);
}

} // namespace
} // namespace lanterne::simulator
