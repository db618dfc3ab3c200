#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/intake.hpp"
#include "tests/ingest-server/journal.hpp"

namespace lanterne::ingest {
namespace {

using Ranges = std::vector<SequenceRange>;

constexpr EpochKey key{3, 1};

Intake fresh_intake() { return Intake{{{key, Ledger{.month = "2026-05-01"}}}}; }

Taken take(Intake& intake, const wire::Batch& batch) {
    return intake.take(key, batch, bytes_of(batch));
}

/// The fixes of all chunks by number; a number that two chunks hold fails the test.
std::map<Sequence, Fix> fixes_of(const std::vector<Chunk>& chunks) {
    std::map<Sequence, Fix> fixes;
    for (const Chunk& chunk : chunks) {
        const auto batch = wire::decode_batch(chunk.payload);
        EXPECT_TRUE(batch) << "each chunk can be read by itself";
        EXPECT_EQ(batch->first, chunk.first);
        for (std::size_t i = 0; i < batch->fixes.size(); ++i) {
            EXPECT_TRUE(fixes.emplace(batch->first + i, batch->fixes[i]).second) << "stored twice";
        }
    }
    return fixes;
}

TEST(Intake, KeepsANewBatchVerbatim) {
    const auto journal = walk(10);
    Intake intake = fresh_intake();

    const Taken taken = take(intake, batch_of(journal, 0, 10));

    EXPECT_EQ(taken.stored, 10U);
    ASSERT_EQ(intake.chunks().size(), 1U);
    EXPECT_EQ(intake.chunks()[0].payload, bytes_of(batch_of(journal, 0, 10)));
    EXPECT_EQ(intake.chunks()[0].month, "2026-05-01");
    EXPECT_EQ(intake.ledgers().at(key).received.ranges(), (Ranges{{0, 10}}));
}

TEST(Intake, StoresNothingOfADuplicate) {
    const auto journal = walk(10);
    Intake intake = fresh_intake();
    take(intake, batch_of(journal, 0, 10));

    const Taken taken = take(intake, batch_of(journal, 0, 10));

    EXPECT_EQ(taken.stored, 0U);
    EXPECT_EQ(taken.duplicates, 10U);
    EXPECT_EQ(taken.conflicts, 0U);
    EXPECT_EQ(intake.chunks().size(), 1U);
}

TEST(Intake, CutsTheMissingRunsOutOfAnOverlap) {
    const auto journal = walk(30);
    Intake intake = fresh_intake();
    take(intake, batch_of(journal, 5, 5));
    take(intake, batch_of(journal, 15, 5));

    const Taken taken = take(intake, batch_of(journal, 0, 30));

    EXPECT_TRUE(taken.overlapped());
    EXPECT_EQ(taken.stored, 20U);
    EXPECT_EQ(taken.chunks, 3U);
    EXPECT_EQ(intake.ledgers().at(key).received.ranges(), (Ranges{{0, 30}}));
    EXPECT_EQ(fixes_of(intake.chunks()).size(), 30U);
}

TEST(Intake, ComparesWithWhatTheStoreHolds) {
    auto journal = walk(10);
    Ledger ledger;
    ledger.received.add({0, 10});
    Intake intake{{{key, ledger}}};
    KnownFixes stored;
    for (Sequence n = 0; n < 10; ++n) {
        stored[key].emplace(n, journal[n]);
    }
    intake.learn(stored);
    journal[4].satellites = 3;

    const Taken taken = take(intake, batch_of(journal, 0, 10));

    EXPECT_EQ(taken.duplicates, 9U);
    EXPECT_EQ(taken.conflicts, 1U);
    EXPECT_EQ(intake.ledgers().at(key).disputed.ranges(), (Ranges{{4, 5}}));
    EXPECT_TRUE(intake.chunks().empty());
}

TEST(Intake, StoresWhatIsNewOfABatchThatConflicts) {
    auto journal = walk(20);
    Intake intake = fresh_intake();
    take(intake, batch_of(journal, 0, 10));
    journal[9].satellites = 3;

    const Taken taken = take(intake, batch_of(journal, 5, 15));

    EXPECT_EQ(taken.conflicts, 1U);
    EXPECT_EQ(taken.stored, 10U);
    EXPECT_EQ(fixes_of(intake.chunks()).at(9).satellites, 9) << "the first to come stays";
}

TEST(Intake, TakesWhatTheStoreNoLongerHoldsForADuplicate) {
    const auto journal = walk(10);
    Ledger ledger;
    ledger.received.add({0, 10});
    Intake intake{{{key, ledger}}};

    const Taken taken = take(intake, batch_of(journal, 0, 10));

    EXPECT_EQ(taken.duplicates, 10U);
    EXPECT_EQ(taken.conflicts, 0U);
}

TEST(Intake, KeepsEpochsApart) {
    const auto journal = walk(10);
    const EpochKey other{3, 2};
    Intake intake{{{key, {}}, {other, {}}}};
    take(intake, batch_of(journal, 0, 10));

    const wire::Batch again = batch_of(journal, 0, 10, 2);

    EXPECT_EQ(intake.take(other, again, bytes_of(again)).stored, 10U);
}

TEST(Intake, TakesAnEventOnce) {
    Intake intake = fresh_intake();

    EXPECT_TRUE(intake.take_event(key, 0));
    EXPECT_FALSE(intake.take_event(key, 0));
}

TEST(Intake, AsksForWhatItMustCompareWith) {
    const auto journal = walk(10);
    Ledger ledger;
    ledger.received.add({3, 5});
    const Intake intake{{{key, ledger}}};

    EXPECT_EQ(intake.seen_before(key, batch_of(journal, 0, 10)), (Ranges{{3, 5}}));
}

TEST(Intake, NeverHoldsANumberBothReceivedAndLost) {
    const auto journal = walk(30);
    Intake lost_last = fresh_intake();
    take(lost_last, batch_of(journal, 10, 5));
    lost_last.take_lost(key, {5, 20});
    Intake lost_first = fresh_intake();
    lost_first.take_lost(key, {5, 20});
    take(lost_first, batch_of(journal, 10, 5));

    for (const Intake& intake : {lost_last, lost_first}) {
        EXPECT_EQ(intake.ledgers().at(key).received.ranges(), (Ranges{{10, 15}}));
        EXPECT_EQ(intake.ledgers().at(key).lost.ranges(), (Ranges{{5, 10}, {15, 20}}));
    }
}

TEST(Intake, HoldsTheSameFixesWhateverTheDelivery) {
    const auto journal = walk(300);
    std::mt19937 random{11};

    for (int delivery = 0; delivery < 100; ++delivery) {
        Intake intake = fresh_intake();
        std::size_t stored = 0;
        for (const wire::Batch& batch : any_delivery(journal, random)) {
            const Taken taken = take(intake, batch);
            stored += taken.stored;
            ASSERT_EQ(taken.conflicts, 0U);
        }

        ASSERT_EQ(stored, journal.size());
        ASSERT_EQ(intake.ledgers().at(key).received.ranges(), (Ranges{{0, 300}}));
        const auto fixes = fixes_of(intake.chunks());
        ASSERT_EQ(fixes.size(), journal.size());
        for (const auto& [number, fix] : fixes) {
            ASSERT_EQ(fix, journal[number]);
        }
    }
}

} // namespace
} // namespace lanterne::ingest
