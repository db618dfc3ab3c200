#include <array>
#include <chrono>
#include <map>
#include <vector>

#include <gmock/gmock.h>

#include "ingest-server/race_seconds.hpp"

namespace lanterne::ingest {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime start{1'000'000'123ms};
constexpr UtcTime utc_at_start{1'781'420'400'000ms + 917ms};

class RaceSecondsTest : public ::testing::Test {
protected:
    /// Which races were due until then, looked at each millisecond, one at a time.
    std::vector<RaceSeconds::Due> until(SteadyTime end) {
        std::vector<RaceSeconds::Due> all;
        for (; now_ < end; now_ += 1ms) {
            if (const auto due = seconds_.take_due(now_)) {
                all.push_back(*due);
            }
        }
        return all;
    }

    template<std::size_t count>
    void follow(const std::array<int, count>& races) {
        seconds_.follow(races, now_, utc_at(now_));
    }

    static UtcTime utc_at(SteadyTime time) {
        return utc_at_start + std::chrono::floor<std::chrono::milliseconds>(time - start);
    }

    RaceSeconds seconds_;
    SteadyTime now_ = start;
};

TEST_F(RaceSecondsTest, OfNoRaceNeverCome) {
    EXPECT_FALSE(seconds_.take_due(now_));
    EXPECT_FALSE(seconds_.next());
}

TEST_F(RaceSecondsTest, OfANewRaceBeginAtOnce) {
    follow(std::array{7});

    const auto due = seconds_.take_due(now_);

    ASSERT_TRUE(due);
    EXPECT_EQ(due->race, 7);
    EXPECT_FALSE(seconds_.take_due(now_)) << "and once";
}

TEST_F(RaceSecondsTest, FollowEachOtherByOneSecondOfEachRace) {
    follow(std::array{1, 2, 3});
    std::map<std::int32_t, std::vector<SteadyTime>> of;
    for (const auto& due : until(start + 5s)) {
        of[due.race].push_back(due.as_of);
    }

    ASSERT_EQ(of.size(), 3U);
    for (const auto& [race, times] : of) {
        ASSERT_GE(times.size(), 5U) << race;
        for (std::size_t i = 1; i < times.size(); ++i) {
            EXPECT_EQ(times[i] - times[i - 1], 1s) << race;
        }
    }
}

TEST_F(RaceSecondsTest, OfTheFirstRaceComeWhenFixesOfThatSecondHaveArrived) {
    follow(std::array{1});
    until(start + 1s);

    for (const auto& due : until(start + 4s)) {
        EXPECT_EQ(utc_at(due.as_of).time_since_epoch() % 1s, RaceSeconds::first_moment)
            << "whenever the machine was switched on";
    }
}

TEST_F(RaceSecondsTest, OfFiveRacesLieApart) {
    follow(std::array{1, 2, 3, 4, 5});
    until(start + 1s);
    std::vector<SteadyTime> times;
    for (const auto& due : until(start + 2s)) {
        times.push_back(due.as_of);
    }

    ASSERT_EQ(times.size(), 5U);
    for (std::size_t i = 1; i < times.size(); ++i) {
        EXPECT_GE(times[i] - times[i - 1], 90ms);
    }
}

TEST_F(RaceSecondsTest, ThatNobodyCameForAreLeftOut) {
    follow(std::array{1});
    const SteadyTime first = seconds_.take_due(now_)->as_of;

    const auto late = seconds_.take_due(first + 4'600ms);

    ASSERT_TRUE(late);
    EXPECT_EQ(late->as_of, first + 4s);
    EXPECT_FALSE(seconds_.take_due(first + 4'600ms));
    EXPECT_EQ(seconds_.next(), first + 5s) << "and the next is no later for it";
}

TEST_F(RaceSecondsTest, OfWhoWaitedLongestComeFirst) {
    follow(std::array{1});
    seconds_.take_due(now_);
    follow(std::array{1, 2});
    seconds_.take_due(now_);

    std::vector<SteadyTime> times;
    while (const auto due = seconds_.take_due(start + 1s)) {
        times.push_back(due->as_of);
    }

    ASSERT_EQ(times.size(), 2U);
    EXPECT_LT(times[0], times[1]);
}

TEST_F(RaceSecondsTest, OfARaceThatIsGoneComeNoMore) {
    follow(std::array{1, 2});
    until(start + 1s);
    follow(std::array{2});

    for (const auto& due : until(start + 3s)) {
        EXPECT_EQ(due.race, 2);
    }
}

} // namespace
} // namespace lanterne::ingest
