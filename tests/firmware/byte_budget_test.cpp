#include <gtest/gtest.h>

#include "firmware/sending/byte_budget.hpp"

namespace lanterne::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr ByteRules rules{.bytes_per_s = 100, .burst = 1'000};
const ByteBudget::Instant start{seconds{5}};

TEST(ByteBudget, BeginsFullAndAllowsNoMoreThanWasSaved) {
    ByteBudget budget{rules};

    EXPECT_TRUE(budget.allows(1'000, start));
    budget.spend(1'000, start);
    EXPECT_FALSE(budget.allows(1, start));
}

TEST(ByteBudget, FillsWithTime) {
    ByteBudget budget{rules};
    budget.spend(1'000, start);

    EXPECT_FALSE(budget.allows(200, start + milliseconds{1'990}));
    EXPECT_TRUE(budget.allows(200, start + milliseconds{2'000}));
}

TEST(ByteBudget, SavesNoMoreThanTheBurst) {
    ByteBudget budget{rules};
    budget.spend(0, start);

    budget.spend(1'000, start + seconds{3'600});

    EXPECT_FALSE(budget.allows(1, start + seconds{3'600}));
}

TEST(ByteBudget, WhatIsLargerThanTheBurstMayGoWhenItIsFull) {
    ByteBudget budget{rules};

    EXPECT_TRUE(budget.allows(4'096, start));
    budget.spend(1, start);
    EXPECT_FALSE(budget.allows(4'096, start));
    EXPECT_TRUE(budget.allows(4'096, start + seconds{1}));
}

TEST(ByteBudget, MakesUpForWhatWasOverdrawn) {
    ByteBudget budget{rules};
    budget.spend(4'000, start); // 3'000 too many: 30 s

    EXPECT_FALSE(budget.allows(1, start + seconds{30}));
    EXPECT_TRUE(budget.allows(100, start + seconds{31}));
}

TEST(ByteBudget, KeepsTheRateOverALongTime) {
    ByteBudget budget{rules};
    std::size_t sent = 0;
    for (int ms = 0; ms < 100'000; ms += 50) {
        if (budget.allows(300, start + milliseconds{ms})) {
            budget.spend(300, start + milliseconds{ms});
            sent += 300;
        }
    }

    EXPECT_LE(sent, 1'000 + 100 * 100U);
    EXPECT_GE(sent, 1'000 + 100 * 100U - 600);
}

TEST(ByteBudget, ATimeBeforeTheLastOneFillsNothing) {
    ByteBudget budget{rules};
    budget.spend(1'000, start);

    EXPECT_FALSE(budget.allows(1, start - seconds{4}));
}

TEST(ByteBudget, NewRulesHoldFromNowOn) {
    ByteBudget budget{rules};
    budget.spend(1'000, start);
    budget.use({.bytes_per_s = 10, .burst = 50}, start + seconds{1}); // 100 saved, 50 kept

    EXPECT_TRUE(budget.allows(50, start + seconds{1}));
    budget.spend(50, start + seconds{1});
    EXPECT_FALSE(budget.allows(20, start + milliseconds{2'900}));
    EXPECT_TRUE(budget.allows(20, start + seconds{3}));
}

TEST(BacklogRules, ARaceCatchesUpTwoHoursWithinAMinute) {
    const ByteRules race = backlog_rules(Profile::race);

    EXPECT_LE((7'200 * 10 - race.burst) / race.bytes_per_s, 60);
    EXPECT_LT(backlog_rules(Profile::economy).bytes_per_s, race.bytes_per_s);
}

} // namespace
} // namespace lanterne::firmware
