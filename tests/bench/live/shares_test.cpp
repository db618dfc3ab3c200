#include <stdexcept>

#include <gtest/gtest.h>

#include "bench/report/shares.hpp"

namespace lanterne::bench {
namespace {

TEST(AtShare, IsTheLeastThatSoManyDoNotPass) {
    EXPECT_EQ(at_share({5, 1, 4, 2, 3}, 0.5), 3);
    EXPECT_EQ(at_share({4, 1, 3, 2}, 0.5), 2);
    EXPECT_EQ(at_share({5, 1, 4, 2, 3}, 0.95), 5);
}

TEST(AtShare, StaysAmongThem) {
    EXPECT_EQ(at_share({2, 1}, 0), 1);
    EXPECT_EQ(at_share({2, 1}, 1), 2);
    EXPECT_EQ(at_share({7}, 0.95), 7);
}

TEST(AtShare, OfNoneIsRefused) { EXPECT_THROW(at_share({}, 0.5), std::invalid_argument); }

} // namespace
} // namespace lanterne::bench
