#include <gtest/gtest.h>

#include "firmware/journal/receipts.hpp"

namespace lanterne::firmware {
namespace {

using Outcome = Receipts::Outcome;

TEST(Receipts, CoverEverythingBelowNextButTheGaps) {
    Receipts receipts;

    EXPECT_EQ(receipts.apply({.store = 1, .epoch = 5, .next = 20, .gaps = {{3, 5}, {9, 10}}}),
              Outcome::applied);

    EXPECT_EQ(receipts.fixes(5).ranges(), (std::vector<SequenceRange>{{0, 3}, {5, 9}, {10, 20}}));
    EXPECT_TRUE(receipts.fixes(6).empty());
}

TEST(Receipts, ALowerNextOfTheSameStoreIsStaleAndTakesNothingBack) {
    Receipts receipts;
    receipts.apply({.store = 1, .epoch = 5, .next = 20, .events_next = 4, .gaps = {{7, 8}}});

    EXPECT_EQ(receipts.apply({.store = 1, .epoch = 5, .next = 19, .events_next = 3}),
              Outcome::stale);

    EXPECT_TRUE(receipts.fixes(5).covers({0, 20}));
    EXPECT_EQ(receipts.events_next(5), 4U);
}

TEST(Receipts, ANewStoreForgetsWhatTheOldOneSaid) {
    Receipts receipts;
    receipts.apply({.store = 1, .epoch = 5, .next = 20, .events_next = 4});
    receipts.apply({.store = 1, .epoch = 6, .next = 7});

    EXPECT_EQ(receipts.apply({.store = 2, .epoch = 6, .next = 3}), Outcome::new_store);

    EXPECT_TRUE(receipts.fixes(5).empty());
    EXPECT_EQ(receipts.events_next(5), 0U);
    EXPECT_EQ(receipts.fixes(6).count(), 3U);
}

TEST(Receipts, WhatIsCommittedStaysCommittedWhenALaterReceiptNamesItAGap) {
    Receipts receipts;
    receipts.apply({.store = 1, .epoch = 5, .next = 20});
    receipts.apply({.store = 1, .epoch = 5, .next = 20, .gaps = {{3, 5}}});

    EXPECT_TRUE(receipts.fixes(5).covers({0, 20}));
}

} // namespace
} // namespace lanterne::firmware
