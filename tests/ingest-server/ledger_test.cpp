#include <gtest/gtest.h>

#include "ingest-server/ledger.hpp"

namespace lanterne::ingest {
namespace {

using Ranges = std::vector<SequenceRange>;

constexpr std::uint64_t store = 77;
constexpr Epoch epoch = 0xCAFE;

TEST(Receipt, OfNothingPermitsNothing) {
    const wire::Receipt receipt = make_receipt(store, epoch, {});

    EXPECT_EQ(receipt, (wire::Receipt{.store = store, .epoch = epoch}));
}

TEST(Receipt, NamesTheGapsBelowNext) {
    Ledger ledger;
    ledger.received = SequenceSet{Ranges{{0, 10}, {20, 30}}};

    const wire::Receipt receipt = make_receipt(store, epoch, ledger);

    EXPECT_EQ(receipt.next, 30U);
    EXPECT_EQ(receipt.gaps, (Ranges{{10, 20}}));
}

TEST(Receipt, BeginsWithAGapWhenTheFirstFixesAreMissing) {
    Ledger ledger;
    ledger.received = SequenceSet{Ranges{{5, 10}}};

    EXPECT_EQ(make_receipt(store, epoch, ledger).gaps, (Ranges{{0, 5}}));
}

TEST(Receipt, CountsWhatTheUnitLostAsDone) {
    Ledger ledger;
    ledger.received = SequenceSet{Ranges{{0, 10}, {12, 20}}};
    ledger.lost.add({10, 12});

    const wire::Receipt receipt = make_receipt(store, epoch, ledger);

    EXPECT_EQ(receipt.next, 20U);
    EXPECT_TRUE(receipt.gaps.empty());
}

TEST(Receipt, NeverCoversADisputedNumber) {
    Ledger ledger;
    ledger.received = SequenceSet{Ranges{{0, 10}}};
    ledger.disputed.add({3, 4});

    const wire::Receipt receipt = make_receipt(store, epoch, ledger);

    EXPECT_EQ(receipt.next, 10U);
    EXPECT_EQ(receipt.gaps, (Ranges{{3, 4}}));
}

TEST(Receipt, LowersNextSoThatThirtyTwoGapsAreEnough) {
    Ledger ledger;
    for (Sequence n = 0; n < 40; ++n) {
        ledger.received.add({n * 10, n * 10 + 5});
    }

    const wire::Receipt receipt = make_receipt(store, epoch, ledger);

    EXPECT_EQ(receipt.gaps.size(), wire::max_receipt_gaps);
    EXPECT_EQ(receipt.next, 32U * 10 + 5) << "after the range that the last gap leads to";
    EXPECT_TRUE(wire::encode(receipt));
}

TEST(Receipt, CoversEventsUpToTheFirstThatIsMissing) {
    Ledger ledger;
    ledger.events = SequenceSet{Ranges{{0, 3}, {4, 6}}};

    EXPECT_EQ(make_receipt(store, epoch, ledger).events_next, 3U);
}

} // namespace
} // namespace lanterne::ingest
