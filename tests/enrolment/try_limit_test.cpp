#include <gtest/gtest.h>

#include "enrolment/try_limit.hpp"

namespace lanterne::enrolment {
namespace {

using namespace std::chrono_literals;

constexpr TryLimit::SteadyTime start{};

TEST(TryLimit, ShutsAtTheLimitAndNotBefore) {
    TryLimit limit{3};

    EXPECT_FALSE(limit.add("a", start));
    EXPECT_FALSE(limit.add("a", start));
    EXPECT_FALSE(limit.is_shut("a", start));
    EXPECT_TRUE(limit.add("a", start)) << "this one shuts it";
    EXPECT_TRUE(limit.is_shut("a", start));
    EXPECT_FALSE(limit.add("a", start)) << "it is shut already";
    EXPECT_FALSE(limit.is_shut("b", start));
}

TEST(TryLimit, OpensAQuarterOfAnHourAfterTheLastTry) {
    TryLimit limit{1};
    limit.add("a", start);
    limit.add("a", start + 10min);

    EXPECT_TRUE(limit.is_shut("a", start + 25min - 1ms));
    EXPECT_FALSE(limit.is_shut("a", start + 25min));
}

TEST(TryLimit, ForgetsTheOldestOfTooManyNames) {
    TryLimit limit{1};
    limit.add("first", start);
    for (std::size_t i = 1; i < TryLimit::max_names; ++i) {
        limit.add(std::to_string(i), start + 1s);
    }
    EXPECT_TRUE(limit.is_shut("first", start + 1s));

    limit.add("one more", start + 2s);

    EXPECT_FALSE(limit.is_shut("first", start + 2s));
    EXPECT_TRUE(limit.is_shut("1", start + 2s));
    EXPECT_TRUE(limit.is_shut("one more", start + 2s));
}

} // namespace
} // namespace lanterne::enrolment
