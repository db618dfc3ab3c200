#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ingest-server/rate_limit.hpp"

namespace lanterne::ingest {
namespace {

using Verdict = RateLimit::Verdict;

const UnitSerial runner = *UnitSerial::from("runner01");
const UnitSerial rider = *UnitSerial::from("rider01");
constexpr auto all = static_cast<int>(RateLimit::at_once);

class RateLimitTest : public ::testing::Test {
protected:
    int taken(const UnitSerial& unit, int messages) {
        int count = 0;
        for (int i = 0; i < messages; ++i) {
            count += limit_.judge(unit, now_) == Verdict::take ? 1 : 0;
        }
        return count;
    }

    SteadyTime now_{std::chrono::hours{1}};
    RateLimit limit_;
};

TEST_F(RateLimitTest, TakesAllThatAUnitKeptForAnHour) { EXPECT_EQ(taken(runner, 3'600), 3'600); }

TEST_F(RateLimitTest, TakesAMessageASecondForEver) {
    for (int second = 0; second < 20'000; ++second) {
        now_ += std::chrono::seconds{1};
        ASSERT_EQ(taken(runner, 1), 1);
    }
}

TEST_F(RateLimitTest, RefusesWhatComesFasterThanAnyUnitHasIt) {
    EXPECT_EQ(taken(runner, 3 * all), all);

    now_ += std::chrono::seconds{10};
    EXPECT_EQ(taken(runner, all), static_cast<int>(10 * RateLimit::messages_a_second));
}

TEST_F(RateLimitTest, LeavesTheOthersAlone) {
    taken(runner, 3 * all);

    EXPECT_EQ(taken(rider, 100), 100);
}

TEST_F(RateLimitTest, ShowsOneMessageAMinuteOfWhatItRefuses) {
    taken(runner, all);

    EXPECT_EQ(limit_.judge(runner, now_), Verdict::refuse_and_show);
    EXPECT_EQ(limit_.take_refused(runner), 1U);
    EXPECT_EQ(limit_.judge(runner, now_), Verdict::refuse);
    EXPECT_EQ(limit_.judge(runner, now_), Verdict::refuse);
    EXPECT_EQ(limit_.take_refused(runner), 2U);
    EXPECT_EQ(limit_.take_refused(rider), 0U);

    now_ += RateLimit::shown_each;
    taken(runner, all);
    EXPECT_EQ(limit_.judge(runner, now_), Verdict::refuse);
    now_ += RateLimit::shown_each;
    taken(runner, static_cast<int>(60 * RateLimit::messages_a_second));
    EXPECT_EQ(limit_.judge(runner, now_), Verdict::refuse_and_show);
}

TEST_F(RateLimitTest, RemembersWhoSendsTooMuchThoughManyOthersCome) {
    taken(runner, 2 * all);
    for (std::size_t i = 0; i < RateLimit::max_units; ++i) {
        taken(*UnitSerial::from(fmt::format("unit{:05}", i)), 1);
        now_ += std::chrono::milliseconds{1};
    }

    EXPECT_LT(taken(runner, all), all);
}

} // namespace
} // namespace lanterne::ingest
