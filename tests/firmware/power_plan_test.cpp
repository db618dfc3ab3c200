#include <algorithm>

#include <gtest/gtest.h>

#include "firmware/power/power_plan.hpp"
#include "tests/firmware/example.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using Instant = PowerPlan::Instant;

constexpr Instant begin{1'000h};
constexpr std::array<std::chrono::milliseconds, 4> intervals{1h, 30s, 5s, 30s};

/// 850 mW at 5 s, 675 at 30 s, 640 and less beyond.
constexpr PowerModel board{.capacity_mwh = 8'500, .idle_mw = 640, .message_mj = 1'050};

TEST(PowerSteps, GoFromTheWishToTheSparsestEconomy) {
    EXPECT_EQ(power_steps(Profile::race, intervals),
              (std::vector<PowerStep>{{Profile::race, 5s},
                                      {Profile::economy, 30s},
                                      {Profile::economy, 2min},
                                      {Profile::economy, 8min}}));
    EXPECT_EQ(power_steps(Profile::economy, intervals),
              (std::vector<PowerStep>{
                  {Profile::economy, 30s}, {Profile::economy, 2min}, {Profile::economy, 8min}}));
    EXPECT_EQ(power_steps(Profile::ready, intervals).size(), 3U);
    EXPECT_EQ(power_steps(Profile::sleep, intervals).size(), 1U);
}

TEST(PowerSteps, AreNoRarerThanEachHour) {
    const auto steps = power_steps(Profile::race, {1h, 30s, 5s, 30min});

    EXPECT_EQ(steps.back(), (PowerStep{Profile::economy, 1h}));
    EXPECT_EQ(steps.size(), 3U);
}

/// A unit whose battery truly falls `factor` times as fast as the model says.
class Race {
public:
    Race(double factor, double charge) : factor_{factor}, charge_{charge} {}

    /// Until the time limit or the battery's end; true when it was reached.
    bool run(std::chrono::minutes limit) {
        const UtcTime time_limit = race_start + limit;
        for (std::chrono::minutes at{0}; at < limit && charge_ > 0; at += 1min) {
            const auto interval = plan.step().interval;
            charge_ -= factor_ * draw_mw(board, interval) / board.capacity_mwh / 60;
            forecast_.note(hal::BatteryReading{.charge = std::max(0.0, charge_)}, interval,
                           begin + at);
            changes += plan.decide(forecast_, time_limit, race_start + at, begin + at);
            sparest = std::max(sparest, plan.step().interval);
        }
        return charge_ > 0;
    }

    PowerPlan plan{power_steps(Profile::race, intervals)};
    int changes = 0;
    std::chrono::milliseconds sparest{0};

private:
    double factor_;
    double charge_;
    Forecast forecast_{board, "boot", begin};
};

TEST(PowerPlanning, ABatteryThatLastsIsNotSpared) {
    Race race{1, 1};

    EXPECT_TRUE(race.run(9h));
    EXPECT_EQ(race.changes, 0);
    EXPECT_FALSE(race.plan.is_sparing());
}

struct Day {
    const char* name;
    double factor;
    double charge;
    std::chrono::minutes limit;
};

class Days : public testing::TestWithParam<Day> {};

TEST_P(Days, TheLimitIsReachedWhenSomeStepAllowsItAndChangesAreFew) {
    Race race{GetParam().factor, GetParam().charge};

    EXPECT_TRUE(race.run(GetParam().limit));
    EXPECT_LE(race.changes, 8);
    EXPECT_GT(race.changes, 0);
}

// At 5 s a full battery lasts 10 h by the model, at 30 s 12.6 h, at 8 min 13.2 h.
INSTANTIATE_TEST_SUITE_P(All, Days,
                         testing::Values(Day{"ALittleTooLong", 1, 1, 11h},
                                         Day{"AlmostAsLongAsPossible", 1, 1, 12h + 50min},
                                         Day{"ColdWeather", 1.4, 1, 8h},
                                         Day{"AThirstyBoard", 1.9, 1, 6h},
                                         Day{"NotFullAtTheStart", 1, 0.5, 6h}),
                         [](const auto& each) { return each.param.name; });

TEST(PowerPlanning, WhatCannotLastIsSaidAndSparedFromTheStart) {
    Race race{1, 0.3};

    EXPECT_FALSE(race.run(10h));
    EXPECT_EQ(race.sparest, 8min);
    EXPECT_TRUE(race.plan.falls_short());
}

class Plan : public testing::Test {
protected:
    /// A gauge that says `charge`, at the minute.
    bool decide(double charge, int minute, std::optional<bool> charging = std::nullopt) {
        const Instant now = begin + minute * 1min;
        Forecast forecast{board, "boot", now};
        forecast.note(hal::BatteryReading{.charge = charge, .charging = charging}, 5s, now);
        return plan.decide(forecast, race_start + 10h, race_start, now);
    }

    PowerPlan plan{power_steps(Profile::race, intervals)};
};

TEST_F(Plan, FollowsAForecastThatHoldsForThreeMinutes) {
    EXPECT_FALSE(decide(1, 0));

    EXPECT_FALSE(decide(0.9, 1));
    EXPECT_FALSE(decide(0.9, 3));
    EXPECT_TRUE(decide(0.9, 4));
    EXPECT_EQ(plan.step(), (PowerStep{Profile::economy, 30s}));
}

TEST_F(Plan, AForecastThatWaversMovesNothing) {
    decide(1, 0);

    for (int minute = 1; minute < 60; ++minute) {
        EXPECT_FALSE(decide(minute % 3 == 0 ? 1.01 : 0.97, minute));
    }
}

TEST_F(Plan, AtTheStartItWaitsForNothing) { EXPECT_TRUE(decide(0.9, 0)); }

TEST_F(Plan, GoesUpAgainOnlyWithAReserveAndAfterTenMinutes) {
    ASSERT_TRUE(decide(0.9, 0));

    for (int minute = 1; minute < 60; ++minute) {
        EXPECT_FALSE(decide(1, minute)) << "10 h are needed and there, but no reserve";
    }
    EXPECT_TRUE(plan.is_sparing());
}

TEST_F(Plan, AChargerLetsItGoUpAgain) {
    ASSERT_TRUE(decide(0.5, 0));
    ASSERT_EQ(plan.step().interval, 8min);

    EXPECT_FALSE(decide(0.5, 1, true));
    EXPECT_FALSE(decide(0.5, 10, true));
    EXPECT_TRUE(decide(0.5, 11, true));
    EXPECT_EQ(plan.step(), (PowerStep{Profile::race, 5s}));
    EXPECT_FALSE(plan.is_sparing());
}

TEST_F(Plan, WithoutATimeLimitThereIsNothingToLastFor) {
    Forecast forecast{board, "boot", begin};
    forecast.note(hal::BatteryReading{.charge = 0.01}, 5s, begin);

    EXPECT_FALSE(plan.decide(forecast, std::nullopt, race_start, begin));
    EXPECT_FALSE(plan.is_sparing());
}

TEST_F(Plan, WhoeverIsStillOutAtTheLimitIsGivenAnotherHour) {
    Forecast forecast{board, "boot", begin};
    forecast.note(hal::BatteryReading{.charge = 0.05}, 5s, begin);

    EXPECT_TRUE(plan.decide(forecast, race_start - 1h, race_start, begin));
    EXPECT_TRUE(plan.is_sparing());
}

TEST_F(Plan, AnotherWishBeginsAnew) {
    ASSERT_TRUE(decide(0.5, 0));

    plan.wish(power_steps(Profile::sleep, intervals));

    EXPECT_EQ(plan.step(), (PowerStep{Profile::sleep, 1h}));
    EXPECT_FALSE(decide(0.5, 1));
}

} // namespace
} // namespace lanterne::firmware
