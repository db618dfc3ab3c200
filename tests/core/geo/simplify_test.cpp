#include <cmath>

#include <gtest/gtest.h>

#include "core/geo/simplify.hpp"

namespace lanterne::geo {
namespace {

using Line = std::vector<PlanePoint>;
using Indexes = std::vector<std::size_t>;

TEST(Simplified, OfAStraightOnlyTheEndsStay) {
    const Line line{{0, 0}, {10, 0.4}, {20, -0.4}, {30, 0}};

    EXPECT_EQ(simplified(line, 0.5_m), (Indexes{0, 3}));
}

TEST(Simplified, ACornerStays) {
    const Line line{{0, 0}, {5, 0}, {10, 0}, {10, 5}, {10, 10}};

    EXPECT_EQ(simplified(line, 0.5_m), (Indexes{0, 2, 4}));
}

TEST(Simplified, AtTheToleranceAPointGoesAndBeyondItStays) {
    EXPECT_EQ(simplified(Line{{0, 0}, {10, 2}, {20, 0}}, 2.0_m), (Indexes{0, 2}));
    EXPECT_EQ(simplified(Line{{0, 0}, {10, 2.001}, {20, 0}}, 2.0_m), (Indexes{0, 1, 2}));
}

TEST(Simplified, AWayOutAndBackKeepsItsTurningPoint) {
    const Line line{{0, 0}, {50, 0}, {100, 0}, {50, 0}, {0, 0}};

    EXPECT_EQ(simplified(line, 5.0_m), (Indexes{0, 2, 4}));
}

TEST(Simplified, WhatReachesBeyondTheLastPointStays) {
    const Line line{{0, 0}, {100, 0}, {60, 0}};

    EXPECT_EQ(simplified(line, 5.0_m), (Indexes{0, 1, 2}));
}

TEST(Simplified, ALineOfFewerThanThreePointsStaysAsItIs) {
    EXPECT_EQ(simplified(Line{}, 1.0_m), Indexes{});
    EXPECT_EQ(simplified(Line{{1, 1}}, 1.0_m), Indexes{0});
    EXPECT_EQ(simplified(Line{{1, 1}, {1, 1}}, 1.0_m), (Indexes{0, 1}));
}

TEST(Simplified, EveryPointOfACircleIsWithinTheToleranceOfWhatStays) {
    Line circle;
    for (int degree = 0; degree <= 360; ++degree) {
        const double angle = degree * 3.14159265358979 / 180;
        circle.push_back({400 * std::cos(angle), 400 * std::sin(angle)});
    }

    const Indexes kept = simplified(circle, 2.0_m);

    EXPECT_LT(kept.size(), 60U);
    for (std::size_t piece = 0; piece + 1 < kept.size(); ++piece) {
        const PlanePoint a = circle[kept[piece]];
        const PlanePoint b = circle[kept[piece + 1]];
        for (std::size_t i = kept[piece]; i <= kept[piece + 1]; ++i) {
            EXPECT_LE(std::abs(cross(b - a, circle[i] - a)) / length(b - a), 2.0) << i;
        }
    }
}

} // namespace
} // namespace lanterne::geo
