#include <cmath>

#include <gtest/gtest.h>

#include "core/geo/piece.hpp"
#include "core/geo/thin.hpp"

namespace lanterne::geo {
namespace {

using Line = std::vector<PlanePoint>;
using Indexes = std::vector<std::size_t>;

/// Three circles of 100 m, each a bit farther north; 1,000 points.
Line winding() {
    Line line;
    for (int i = 0; i < 1'000; ++i) {
        const double turn = i * 0.0188;
        line.push_back({100 * std::cos(turn), 100 * std::sin(turn) + i * 0.2});
    }
    return line;
}

TEST(Thinned, KeepsBothEndsAndThenWhatIsFarthestOff) {
    const Line line{{0, 0}, {10, 5}, {20, 0}, {30, -9}, {40, 0}};

    EXPECT_EQ(thinned(line, {}, 2), (Indexes{0, 4}));
    EXPECT_EQ(thinned(line, {}, 3), (Indexes{0, 3, 4}));
    EXPECT_EQ(thinned(line, {}, 4), (Indexes{0, 1, 3, 4}));
}

TEST(Thinned, KeepsTheTurnOfAWayOutAndBack) {
    const Line line{{0, 0}, {50, 0}, {100, 0}, {50, 0}, {0, 0}};

    EXPECT_EQ(thinned(line, {}, 3), (Indexes{0, 2, 4}));
}

TEST(Thinned, NeedsNoMorePointsThanTheShape) {
    const Line line{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {3, 1}, {3, 2}};

    EXPECT_EQ(thinned(line, {}, 5'000), (Indexes{0, 3, 5}));
}

TEST(Thinned, KeepsWhatItIsToldToKeep) {
    const Line line{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}};
    const Indexes kept{1, 2};

    EXPECT_EQ(thinned(line, kept, 2), (Indexes{0, 1, 2, 4}));
}

TEST(Thinned, OfMorePointsTheLineIsNearerToTheWhole) {
    const Line line = winding();
    double before = 1e9;
    for (const std::size_t most : Indexes{4, 16, 64, 256}) {
        const Indexes stay = thinned(line, {}, most);
        EXPECT_EQ(stay.size(), most);
        double off = 0;
        for (std::size_t piece = 1; piece < stay.size(); ++piece) {
            for (std::size_t i = stay[piece - 1]; i <= stay[piece]; ++i) {
                off = std::max(
                    off, distance_to_piece(line[i], line[stay[piece - 1]], line[stay[piece]]));
            }
        }
        EXPECT_LT(off, before / 2) << most;
        before = off;
    }
    EXPECT_LT(before, 0.2) << "the best 256 points there are would be 0.07 m off";
}

TEST(Thinned, TakesLinesOfNothingOrAlmost) {
    EXPECT_TRUE(thinned({}, {}, 10).empty());
    EXPECT_EQ(thinned(Line{{1, 1}}, {}, 10), Indexes{0});
    EXPECT_EQ(thinned(Line{{1, 1}, {1, 1}, {1, 1}}, {}, 10), (Indexes{0, 2}));
}

} // namespace
} // namespace lanterne::geo
