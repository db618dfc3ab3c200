#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/sending/outbox.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

constexpr Epoch old_epoch = 1;
constexpr Epoch current = 2;

SequenceSet numbers(Sequence from, Sequence to) {
    SequenceSet set;
    set.add({from, to});
    return set;
}

/// An outbox whose messages go out at once, and the receipts that it hears.
class OutboxTest : public testing::Test {
protected:
    std::vector<Parcel> send_all() {
        std::vector<Parcel> sent;
        while (const auto parcel = outbox.next(now)) {
            outbox.sent(*parcel, now);
            sent.push_back(*parcel);
            if (sent.size() > 2'000) {
                ADD_FAILURE() << "the outbox never ends";
                break;
            }
        }
        return sent;
    }

    std::vector<Parcel> report(Sequence certain) {
        outbox.grow(certain);
        outbox.begin_report();
        return send_all();
    }

    void hear(const wire::Receipt& receipt) {
        ASSERT_NE(receipts.apply(receipt), Receipts::Outcome::stale);
        outbox.receipt(receipt, receipts, now);
    }

    /// All but one fix of the current epoch below `next`.
    void hear_all_but(Sequence bad, Sequence next) {
        hear({.store = 1, .epoch = current, .next = next, .gaps = {{bad, bad + 1}}});
    }

    Outbox::Instant now{1'000h};
    Receipts receipts;
    Outbox outbox{current};
};

std::vector<SequenceRange> ranges_of(const std::vector<Parcel>& parcels) {
    std::vector<SequenceRange> ranges;
    for (const Parcel& parcel : parcels) {
        ranges.push_back(parcel.range);
    }
    return ranges;
}

using Ranges = std::vector<SequenceRange>;

TEST_F(OutboxTest, AReportTakesEveryUnsentFix) {
    EXPECT_EQ(ranges_of(report(7)), (Ranges{{0, 7}}));
    EXPECT_EQ(ranges_of(report(12)), (Ranges{{7, 12}}));
    EXPECT_TRUE(report(12).empty());
}

TEST_F(OutboxTest, SendsNothingBetweenReports) {
    outbox.grow(7);

    EXPECT_TRUE(send_all().empty());
}

TEST_F(OutboxTest, AReportOfManyFixesIsSeveralMessagesInOrder) {
    const auto sent = report(300);

    EXPECT_EQ(ranges_of(sent), (Ranges{{0, 120}, {120, 240}, {240, 300}}));
    EXPECT_FALSE(sent.front().info.backlog);
}

TEST_F(OutboxTest, SendsTheNewestFirstAndThenTheBacklogFromItsOldestEnd) {
    outbox.rebuild({{old_epoch, numbers(5, 130)}, {current, {}}}, receipts);

    const auto sent = report(600);

    EXPECT_EQ(ranges_of(sent), (Ranges{{120, 240},
                                       {240, 360},
                                       {360, 480},
                                       {480, 600}, // live
                                       {5, 125},
                                       {125, 130},
                                       {0, 120}}));
    EXPECT_EQ(sent[4].epoch, old_epoch);
    EXPECT_TRUE(sent[4].info.backlog);
    EXPECT_TRUE(sent[4].info.receipt_wanted);
}

TEST_F(OutboxTest, AtMostFourBacklogMessagesWaitForReceipts) {
    outbox.rebuild({{old_epoch, numbers(0, 1'000)}, {current, {}}}, receipts);

    EXPECT_EQ(send_all().size(), 4U);
    hear({.store = 1, .epoch = old_epoch, .next = 240});
    EXPECT_EQ(ranges_of(send_all()), (Ranges{{480, 600}, {600, 720}}));
}

/// A receipt names at most 32 gaps: what lies behind them seems not to be there.
TEST_F(OutboxTest, WhatLiesBehindTheGapsThatAReceiptCanNameDoesNotBlockThem) {
    outbox.rebuild({{old_epoch, numbers(0, 2'000)}, {current, {}}}, receipts);
    EXPECT_EQ(ranges_of(send_all()), (Ranges{{0, 120}, {120, 240}, {240, 360}, {360, 480}}));
    wire::Receipt receipt{.store = 1, .epoch = old_epoch, .next = 200};
    for (Sequence gap = 0; gap < 64; gap += 2) {
        receipt.gaps.push_back({gap, gap + 1});
    }

    hear(receipt);
    now += Outbox::first_wait;

    for (const SequenceRange& range : ranges_of(send_all())) {
        EXPECT_LT(range.from, 64U);
    }
}

TEST_F(OutboxTest, TheFirstMessageOfAConnectionAsksForAReceipt) {
    EXPECT_TRUE(report(5).front().info.receipt_wanted);
    EXPECT_FALSE(report(10).front().info.receipt_wanted);
    hear({.store = 1, .epoch = current, .next = 10});

    outbox.reconnected();

    EXPECT_TRUE(report(15).front().info.receipt_wanted);
}

TEST_F(OutboxTest, AReconnectSendsTheSameMessagesAgain) {
    const auto first = report(5);
    outbox.reconnected();

    const auto again = send_all();

    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again.front().range, first.front().range);
    EXPECT_EQ(again.front().info, first.front().info);
}

TEST_F(OutboxTest, ALaterReceiptThatDoesNotCoverSendsAgain) {
    report(5);
    report(10);

    hear({.store = 1, .epoch = current, .next = 10, .gaps = {{0, 5}}});

    EXPECT_EQ(ranges_of(send_all()), (Ranges{{0, 5}}));
}

TEST_F(OutboxTest, AReceiptThatWasOnItsWayAlreadySendsNothingAgain) {
    report(5);
    report(10);

    hear({.store = 1, .epoch = current, .next = 5});

    EXPECT_TRUE(send_all().empty());
}

TEST_F(OutboxTest, WaitsSixtySecondsDoublingToTenMinutes) {
    report(5);
    for (const auto wait : {60s, 120s, 240s, 480s, 600s, 600s}) {
        now += wait - 1s;
        EXPECT_TRUE(send_all().empty()) << wait.count();
        now += 1s;
        EXPECT_EQ(send_all().size(), 1U) << wait.count();
    }
}

TEST_F(OutboxTest, OfAMessageThatIsCoveredInPartOnlyTheRestIsSentAgain) {
    report(10);

    hear({.store = 1, .epoch = current, .next = 10, .gaps = {{3, 5}}});

    EXPECT_EQ(ranges_of(send_all()), (Ranges{{3, 5}}));
}

TEST_F(OutboxTest, AMessageThatThreeLaterReceiptsDoNotCoverIsHalved) {
    report(8);
    for (Sequence next = 9; next <= 11; ++next) {
        report(next);
        hear({.store = 1, .epoch = current, .next = next, .gaps = {{0, 8}}});
        if (next < 11) {
            EXPECT_EQ(ranges_of(send_all()), (Ranges{{0, 8}}));
        }
    }

    EXPECT_EQ(ranges_of(send_all()), (Ranges{{0, 4}, {4, 8}}));
}

TEST_F(OutboxTest, TheOneFixThatTheServerNeverTakesIsSetAsideAndTriedEachHour) {
    report(1);
    Sequence next = 2;
    for (; outbox.unaccepted() == 0; ++next) {
        ASSERT_LT(next, 10U);
        report(next);
        hear_all_but(0, next);
        now += 1s;
        if (outbox.unaccepted() == 0) {
            EXPECT_EQ(ranges_of(send_all()), (Ranges{{0, 1}}));
        }
    }
    EXPECT_TRUE(send_all().empty());

    for (int hour = 0; hour < 3; ++hour) {
        now += Outbox::aside_wait;
        EXPECT_EQ(ranges_of(send_all()), (Ranges{{0, 1}}));
        EXPECT_EQ(outbox.unaccepted(), 1U);
        report(++next);
        hear_all_but(0, next);
        EXPECT_TRUE(send_all().empty());
        EXPECT_EQ(outbox.unaccepted(), 1U);
    }
}

TEST_F(OutboxTest, WhatWasSetAsideIsAcceptedWhenAReceiptCoversItAfterAll) {
    report(1);
    for (Sequence next = 2; outbox.unaccepted() == 0; ++next) {
        report(next);
        hear_all_but(0, next);
        send_all();
    }

    hear({.store = 1, .epoch = current, .next = 5});

    EXPECT_EQ(outbox.unaccepted(), 0U);
    now += Outbox::aside_wait;
    EXPECT_TRUE(send_all().empty());
}

TEST_F(OutboxTest, TooManyMessagesWithoutReceiptsBecomeUnsentAgain) {
    Sequence certain = 0;
    for (std::size_t message = 0; message < Outbox::max_flights; ++message) {
        report(++certain);
    }
    EXPECT_EQ(outbox.flights(), Outbox::max_flights);

    const auto sent = report(++certain);

    EXPECT_EQ(outbox.flights(), Outbox::max_flights);
    // The live one pushed the oldest out, which went again as backlog.
    EXPECT_EQ(sent.at(0).range, (SequenceRange{certain - 1, certain}));
    EXPECT_EQ(sent.at(1).range, (SequenceRange{0, 1}));
    EXPECT_TRUE(sent.at(1).info.backlog);
}

TEST_F(OutboxTest, WhatTheCardCannotReadHoldsNoPlaceAndWaitsForItsTime) {
    outbox.rebuild({{old_epoch, numbers(0, 1'000)}, {current, {}}}, receipts);
    for (Sequence first = 0; first < 360; first += 120) {
        const auto parcel = outbox.next(now).value();
        ASSERT_EQ(parcel.range.from, first);
        outbox.unreadable(parcel, now);
    }

    EXPECT_EQ(ranges_of(send_all()), (Ranges{{360, 480}, {480, 600}, {600, 720}, {720, 840}}));
    hear({.store = 1, .epoch = old_epoch, .next = 840, .gaps = {{0, 360}}});
    EXPECT_EQ(ranges_of(send_all()), (Ranges{{840, 960}, {960, 1'000}}));
    now += Outbox::first_wait;
    EXPECT_EQ(outbox.next(now).value().range, (SequenceRange{0, 120}));
}

TEST_F(OutboxTest, AMessageThatCannotBeReadThreeTimesIsHalvedDownToTheBadFix) {
    outbox.rebuild({{old_epoch, numbers(0, 8)}, {current, {}}}, receipts);
    SequenceSet read;

    for (int tries = 0; tries < 200 && outbox.unaccepted() == 0; ++tries) {
        while (const auto parcel = outbox.next(now)) {
            const bool bad = parcel->range.from <= 5 && parcel->range.to > 5;
            if (bad) {
                outbox.unreadable(*parcel, now);
            } else {
                outbox.sent(*parcel, now);
                read.add(parcel->range);
            }
        }
        now += 10s;
    }

    EXPECT_EQ(outbox.unaccepted(), 1U);
    EXPECT_EQ(read.missing_in({0, 8}), (Ranges{{5, 6}}));
}

TEST_F(OutboxTest, ACardThatCannotBeReadAtAllLeavesRoomForTheLive) {
    outbox.rebuild({{old_epoch, numbers(0, 20'000)}, {current, {}}}, receipts);

    for (int tries = 0; tries < 1'000; ++tries) {
        for (int message = 0; message < 16; ++message) {
            if (const auto parcel = outbox.next(now)) {
                outbox.unreadable(*parcel, now);
            }
        }
        now += 10s;
    }

    EXPECT_LE(outbox.flights(), Outbox::max_flights);
    outbox.grow(7);
    outbox.begin_report();
    EXPECT_EQ(outbox.next(now).value().range, (SequenceRange{0, 7}));
}

TEST_F(OutboxTest, WhatTheCardLostIsNotSentAgain) {
    report(10);
    outbox.forget(current, {0, 5});
    outbox.reconnected();

    EXPECT_EQ(ranges_of(send_all()), (Ranges{{5, 10}}));
}

} // namespace
} // namespace lanterne::firmware
