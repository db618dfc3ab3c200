#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/store.hpp"
#include "ingest-server/storing.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/support/private_postgres.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const UnitSerial walker = *UnitSerial::from("walker01");

class StoringTest : public ::testing::Test {
protected:
    StoringTest() { store::ensure_partitions(connection_, wall_); }

    Stored store(const std::vector<Arrival>& arrivals) {
        database::Transaction transaction{connection_};
        Stored stored =
            store_arrivals(connection_, arrivals, wall_, [&](const UnitSerial&) { return wall_; });
        transaction.commit();
        return stored;
    }

    Stored store(const wire::Batch& batch) { return store({arrival(batch)}); }

    static Arrival arrival(const wire::Batch& batch) { return {walker, batch, bytes_of(batch)}; }

    std::int64_t number(const std::string& sql) {
        return connection_.execute(sql).get<std::int64_t>(0, 0);
    }

    std::string text(const std::string& sql) {
        return connection_.execute(sql).get<std::string>(0, 0);
    }

    std::string faults() {
        return text("SELECT coalesce(string_agg(concat_ws(' ', serial, reason, messages), ', ' "
                    "ORDER BY serial, reason), '') FROM race.unit_fault");
    }

    /// All stored fixes of epoch 1 by number; one that is there twice fails the test.
    std::map<Sequence, Fix> stored_fixes() {
        const auto rows =
            connection_.execute("SELECT payload FROM race.track_chunk WHERE epoch = 1");
        std::map<Sequence, Fix> fixes;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto batch = wire::decode_batch(rows.get<wire::Bytes>(i, 0));
            for (std::size_t k = 0; k < batch->fixes.size(); ++k) {
                EXPECT_TRUE(fixes.emplace(batch->first + k, batch->fixes[k]).second);
            }
        }
        return fixes;
    }

    const std::vector<Fix> journal_ = walk(60);
    UtcTime wall_ = earliest_time + std::chrono::hours{24 * 400};
    database::Connection connection_{support::shared_postgres().fresh_database()};
};

TEST_F(StoringTest, StoresABatchByteForByteInTheMonthItWasSeen) {
    const wire::Batch batch = batch_of(journal_, 0, 20);

    store(batch);

    const auto rows = connection_.execute(
        "SELECT payload, n, month::text, tableoid::regclass::text FROM race.track_chunk");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.get<wire::Bytes>(0, 0), bytes_of(batch));
    EXPECT_EQ(rows.get<std::int16_t>(0, 1), 20);
    EXPECT_EQ(rows.get<std::string>(0, 2), "2018-02-01");
    EXPECT_EQ(rows.get<std::string>(0, 3), "race.track_chunk_2018_02");
}

TEST_F(StoringTest, RegistersAnUnknownUnitAsNewAndKeepsItsFixes) {
    const Stored stored = store(batch_of(journal_, 0, 20));

    EXPECT_EQ(stored.tally.registered, 1U);
    EXPECT_EQ(text("SELECT state FROM race.unit WHERE serial = 'walker01'"), "new");
    EXPECT_EQ(stored_fixes().size(), 20U);
}

// Each batch would cost as much again as it costs to store.
TEST_F(StoringTest, WritesTheRowOfAUnitNotWithEachBatch) {
    const auto newest = [&] {
        return text("SELECT extract(epoch FROM last_fix_time)::bigint::text FROM race.unit");
    };
    store(batch_of(journal_, 0, 10));
    const std::string first = newest();

    wall_ += std::chrono::seconds{5};
    store(batch_of(journal_, 10, 10));
    EXPECT_EQ(newest(), first);

    wall_ += std::chrono::seconds{store::unit_written_each_s};
    store(batch_of(journal_, 20, 10));
    EXPECT_EQ(std::stoll(newest()), std::stoll(first) + 20);
}

TEST_F(StoringTest, WritesTheRowOfAUnitAtOnceWhenItWillReportAtOtherTimes) {
    store(batch_of(journal_, 0, 10));
    wire::Batch asleep = batch_of(journal_, 10, 10);
    asleep.info.next_report_s = 600;
    asleep.info.reason = wire::Reason::asleep;

    store(asleep);

    EXPECT_EQ(number("SELECT next_report_s::int8 FROM race.unit"), 600);
}

TEST_F(StoringTest, OwesTheReceiptThatCoversWhatIsStored) {
    store(batch_of(journal_, 0, 20));

    const Stored stored = store(batch_of(journal_, 30, 10));

    const Owed& owed = stored.owed.at({walker, 1});
    EXPECT_THAT(owed.ledger.received.ranges(),
                ElementsAre(SequenceRange{0, 20}, SequenceRange{30, 40}));
    EXPECT_FALSE(owed.at_once);
}

TEST_F(StoringTest, AnswersADuplicateAtOnceAndStoresItNoSecondTime) {
    store(batch_of(journal_, 0, 20));

    const Stored stored = store(batch_of(journal_, 0, 20));

    EXPECT_EQ(stored.tally.duplicates, 1U);
    EXPECT_TRUE(stored.owed.at({walker, 1}).at_once);
    EXPECT_EQ(stored_fixes().size(), 20U);
}

TEST_F(StoringTest, CutsAnOverlapAgainstTheStore) {
    store(batch_of(journal_, 10, 10));

    const Stored stored = store(batch_of(journal_, 0, 30));

    EXPECT_EQ(stored.tally.overlaps, 1U);
    EXPECT_EQ(stored.tally.fixes, 20U);
    EXPECT_EQ(stored_fixes().size(), 30U);
}

TEST_F(StoringTest, CutsAnOverlapWithinOneTransaction) {
    store({arrival(batch_of(journal_, 0, 20)), arrival(batch_of(journal_, 10, 20))});

    EXPECT_EQ(stored_fixes().size(), 30U);
    EXPECT_EQ(text("SELECT received::text FROM race.unit_epoch"), "{[0,30)}");
}

TEST_F(StoringTest, SetsAConflictAsideAndNeverReceiptsItsNumber) {
    store(batch_of(journal_, 0, 20));
    wire::Batch other = batch_of(journal_, 0, 20);
    other.fixes[7].satellites = 2;

    const Stored stored = store(other);

    EXPECT_EQ(stored.tally.conflicts, 1U);
    EXPECT_EQ(stored_fixes().at(7).satellites, 9);
    EXPECT_EQ(number("SELECT count(*) FROM race.set_aside WHERE reason = 'conflict'"), 1);
    EXPECT_EQ(faults(), "walker01 conflict 1");
    const auto receipt = make_receipt(1, 1, stored.owed.at({walker, 1}).ledger);
    EXPECT_THAT(receipt.gaps, ElementsAre(SequenceRange{7, 8}));
}

TEST_F(StoringTest, StoresAnImplausibleFixAndMarksIt) {
    wall_ = journal_[9].time - std::chrono::minutes{5};

    const Stored stored = store(batch_of(journal_, 0, 12));

    EXPECT_EQ(stored.tally.implausible_times, 2U);
    EXPECT_EQ(stored.tally.implausible_places, 0U);
    EXPECT_EQ(faults(), "walker01 implausible_time 1");
    EXPECT_EQ(text("SELECT implausible::text FROM race.track_chunk"), "{10,11}");
    EXPECT_EQ(text("SELECT received::text FROM race.unit_epoch"), "{[0,12)}");
    EXPECT_EQ(text("SELECT extract(epoch FROM last_fix_time)::bigint::text FROM race.unit"),
              std::to_string(to_ms(journal_[9].time) / 1000))
        << "the unit was last seen where it can have been";
}

TEST_F(StoringTest, TellsPlacesThatCannotBeFromTimes) {
    auto far = journal_;
    far[5].position = {Latitude{-33'000'000}, Longitude{151'000'000}};

    const Stored stored = store(batch_of(far, 0, 12));
    store(batch_of(far, 0, 12));

    EXPECT_EQ(stored.tally.implausible_places, 1U);
    EXPECT_EQ(stored.tally.implausible_times, 0U);
    EXPECT_EQ(faults(), "walker01 implausible_place 1") << "what came again is not told again";
    EXPECT_EQ(number("SELECT count(*) FROM race.unit_fault JOIN race.track_chunk USING (payload)"),
              1);
}

TEST_F(StoringTest, AddsUpTheFaultsOfAUnitWithItsNewestBytes) {
    store({{walker, Unreadable{"truncated"}, {std::byte{1}}},
           {walker, Unreadable{"truncated"}, {std::byte{2}}}});
    wall_ += std::chrono::minutes{1};
    store({{walker, Unreadable{"truncated"}, wire::Bytes(5'000, std::byte{3})},
           {walker, Unreadable{"limited", 40}, {std::byte{4}}}});

    EXPECT_EQ(faults(), "walker01 limited 40, walker01 truncated 3");
    EXPECT_EQ(text("SELECT concat_ws(' ', last_at - first_at, octet_length(payload)) "
                   "FROM race.unit_fault WHERE reason = 'truncated'"),
              "00:01:00 4096");
}

TEST_F(StoringTest, CountsWhatComesForARaceThatEnded) {
    database::Transaction transaction{connection_};
    const Stored stored = store_arrivals(
        connection_, std::vector{arrival(batch_of(journal_, 0, 10))}, wall_,
        [&](const UnitSerial&) { return wall_; }, [](const UnitSerial&, UtcTime) { return true; });
    transaction.commit();

    EXPECT_EQ(stored.tally.after_the_end, 10U);
    EXPECT_EQ(faults(), "walker01 race_ended 1");
    EXPECT_EQ(stored_fixes().size(), 10U);
}

TEST_F(StoringTest, KeepsTheBytesOfWhatCannotBeReadWithinBounds) {
    std::vector<Arrival> unreadable;
    for (std::size_t i = 0; i < store::max_set_aside_per_unit + 5; ++i) {
        unreadable.push_back({walker, Unreadable{"truncated"}, {std::byte(i)}});
    }

    const Stored stored = store(unreadable);

    EXPECT_EQ(stored.tally.unreadable.at("truncated"), unreadable.size());
    EXPECT_EQ(number("SELECT count(*) FROM race.set_aside"),
              std::int64_t{store::max_set_aside_per_unit});
    EXPECT_EQ(number("SELECT max(get_byte(payload, 0))::int8 FROM race.set_aside"), 24)
        << "the newest stay";
}

TEST_F(StoringTest, StoresAnEventOnceAndReceiptsIt) {
    const Arrival boot{
        walker,
        wire::Event{
            .epoch = 1, .number = 0, .time = journal_[0].time, .body = wire::Boot{.recovered = 3}},
        {std::byte{1}}};

    store({boot, boot});
    const Stored stored = store({boot});

    EXPECT_EQ(number("SELECT count(*) FROM race.unit_event WHERE kind = 'boot'"), 1);
    EXPECT_TRUE(stored.owed.at({walker, 1}).at_once);
    EXPECT_EQ(make_receipt(1, 1, stored.owed.at({walker, 1}).ledger).events_next, 1U);
}

TEST_F(StoringTest, ClosesTheRangeThatAUnitDeclaresLost) {
    store(batch_of(journal_, 0, 10));
    store(batch_of(journal_, 15, 10));

    const Stored stored = store(
        {{walker,
          wire::Event{
              .epoch = 2, .number = 0, .time = journal_[0].time, .body = wire::Lost{1, {10, 15}}},
          {std::byte{1}}}});

    EXPECT_EQ(text("SELECT lost::text FROM race.unit_epoch WHERE epoch = 1"), "{[10,15)}");
    EXPECT_EQ(make_receipt(1, 1, stored.owed.at({walker, 1}).ledger).next, 25U);
}

TEST_F(StoringTest, LetsAWillChangeNothingButTheLink) {
    const wire::Status full{.link = wire::Link::up,
                            .firmware = "1.2.3",
                            .board = "generic-linux",
                            .epoch = 1,
                            .journalled = 90,
                            .receipted = 80};
    store({{walker, full, {std::byte{1}}}});

    store({{walker,
            wire::Status{.link = wire::Link::down, .firmware = "x", .board = "x"},
            {std::byte{1}}}});

    EXPECT_EQ(text("SELECT link || ' ' || firmware || ' ' || journalled FROM race.unit"),
              "down 1.2.3 90");
}

TEST_F(StoringTest, KeepsWhatAUnitSaysOfItsConfiguration) {
    wire::Status said{.link = wire::Link::up,
                      .firmware = "1",
                      .board = "b",
                      .applied_version = 4'294'967'295,
                      .refused_reason = "wrong signature",
                      .profile = 3,
                      .lasts_until = parse_time("2026-06-14T20:00:00Z")};
    const auto kept = [&] {
        return text("SELECT concat_ws(', ', applied_version, refused_reason, profile, "
                    "lasts_until AT TIME ZONE 'UTC') FROM race.unit");
    };

    store({{walker, said, {std::byte{1}}}});
    EXPECT_EQ(kept(), "4294967295, wrong signature, 3, 2026-06-14 20:00:00");

    said.refused_reason.reset();
    said.lasts_until.reset();
    store({{walker, said, {std::byte{1}}}});
    EXPECT_EQ(kept(), "4294967295, 3") << "what is not said any more is not known any more";
}

TEST_F(StoringTest, KnowsFromItsStatusWhyAUnitSendsNoFixes) {
    store(batch_of(journal_, 0, 20));
    const wire::Status said{.link = wire::Link::up,
                            .firmware = "1",
                            .board = "b",
                            .signal_dbm = -97,
                            .next_report_s = 60,
                            .reason = wire::Reason::no_fix};
    const auto kept = [&] {
        return text("SELECT concat_ws(', ', signal_dbm, next_report_s, reason) FROM race.unit");
    };

    store({{walker, said, {std::byte{1}}}});
    EXPECT_EQ(kept(), "-97, 60, 2");

    store(batch_of(journal_, 20, 20));
    EXPECT_NE(kept(), "-97, 60, 2") << "the next batch says otherwise";
}

TEST_F(StoringTest, AnswersAUnitThatConnectedWithWhatIsCommitted) {
    store(batch_of(journal_, 0, 20));

    const Stored stored =
        store({{walker,
                wire::Status{.link = wire::Link::up, .firmware = "1", .board = "b", .epoch = 1},
                {std::byte{1}}}});

    EXPECT_TRUE(stored.owed.at({walker, 1}).at_once);
    EXPECT_THAT(stored.owed.at({walker, 1}).ledger.received.ranges(),
                ElementsAre(SequenceRange{0, 20}));
}

// It may have been told otherwise by a database that was lost since; and whoever was up before we
// came says so by a retained status.
TEST_F(StoringTest, TellsAUnitThatIsUpThatNothingOfItIsStored) {
    const Stored stored =
        store({{walker,
                wire::Status{.link = wire::Link::up, .firmware = "1", .board = "b", .epoch = 7},
                {std::byte{1}},
                true}});

    EXPECT_TRUE(stored.owed.at({walker, 7}).at_once);
    EXPECT_EQ(stored.owed.at({walker, 7}).ledger, Ledger{});
}

// A journal that was read in pieces all day long, each second of them lost on the way.
TEST_F(StoringTest, TakesABatchIntoAReceivedSetOfAHundredThousandRanges) {
    store(batch_of(journal_, 0, 1));
    connection_.run_script(
        "UPDATE race.unit_epoch SET received = (SELECT "
        "range_agg(int8range(2 * i, 2 * i + 1)) FROM generate_series(0, 99999) i)");

    const Stored middle = store(wire::Batch{1, 100'001, {}, {journal_[0]}});
    const Stored again = store(wire::Batch{1, 100'001, {}, {journal_[0]}});

    EXPECT_EQ(middle.tally.fixes, 1U);
    EXPECT_EQ(again.tally.duplicates, 1U);
    EXPECT_EQ(middle.owed.at({walker, 1}).ledger.received.ranges().size(), 99'999U);
    EXPECT_TRUE(wire::encode(make_receipt(1, 1, middle.owed.at({walker, 1}).ledger)));
}

TEST_F(StoringTest, LeavesNothingBehindWhenTheTransactionIsNotCommitted) {
    {
        database::Transaction transaction{connection_};
        store_arrivals(connection_, std::vector{arrival(batch_of(journal_, 0, 10))}, wall_,
                       [&](const UnitSerial&) { return wall_; });
    }

    EXPECT_THAT(stored_fixes(), IsEmpty());
    EXPECT_EQ(number("SELECT count(*) FROM race.unit"), 0);
}

TEST_F(StoringTest, HoldsTheSameTablesWhateverTheDelivery) {
    std::mt19937 random{5};
    const std::vector<Fix> journal = walk(400);
    for (int delivery = 0; delivery < 10; ++delivery) {
        connection_.run_script("TRUNCATE race.track_chunk, race.unit_epoch");
        std::vector<Arrival> turn;
        for (const wire::Batch& batch : any_delivery(journal, random)) {
            turn.push_back(arrival(batch));
            if (random() % 4 == 0) {
                store(turn);
                turn.clear();
            }
        }
        store(turn);

        const auto fixes = stored_fixes();
        ASSERT_EQ(fixes.size(), journal.size());
        for (const auto& [number, fix] : fixes) {
            ASSERT_EQ(fix, journal[number]);
        }
        ASSERT_EQ(text("SELECT received::text FROM race.unit_epoch"), "{[0,400)}");
    }
}

} // namespace
} // namespace lanterne::ingest
