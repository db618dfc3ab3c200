#include <future>
#include <random>

#include <gtest/gtest.h>

#include "ingest-server/store.hpp"
#include "ingest-server/storing.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

const UnitSerial walker = *UnitSerial::from("walker01");
constexpr UtcTime wall = earliest_time + std::chrono::hours{24 * 400};

std::vector<Arrival> turn_of(const std::vector<wire::Batch>& batches) {
    std::vector<Arrival> turn;
    for (const wire::Batch& batch : batches) {
        turn.push_back({walker, batch, bytes_of(batch)});
    }
    return turn;
}

Stored put(database::Connection& connection, const std::vector<Arrival>& turn) {
    return store_arrivals(connection, turn, wall, [](const UnitSerial&) { return wall; });
}

Stored put_and_commit(database::Connection& connection, const std::vector<wire::Batch>& batches) {
    database::Transaction transaction{connection};
    Stored stored = put(connection, turn_of(batches));
    transaction.commit();
    return stored;
}

/// Two workers with what one unit sent: a broker redelivers to a successor what its predecessor is
/// still writing.
class TwoWritersTest : public ::testing::Test {
protected:
    TwoWritersTest() {
        store::ensure_partitions(first_, wall);
        put_and_commit(first_, {batch_of(journal_, 0, 10)}); // the unit and its epoch are known
    }

    /// The second stores while the first has not committed, and is made to wait for it.
    Stored both(const std::vector<wire::Batch>& by_first,
                const std::vector<wire::Batch>& by_second) {
        database::Transaction transaction{first_};
        put(first_, turn_of(by_first));
        auto later =
            std::async(std::launch::async, [&] { return put_and_commit(second_, by_second); });
        EXPECT_TRUE(support::wait_until([&] { return is_somebody_waiting(); }));
        transaction.commit();
        return later.get();
    }

    bool is_somebody_waiting() {
        return onlooker_.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                   .get<std::int64_t>(0, 0) > 0;
    }

    std::string received() {
        return onlooker_.execute("SELECT received::text FROM race.unit_epoch")
            .get<std::string>(0, 0);
    }

    std::int64_t stored() {
        return onlooker_.execute("SELECT sum(n)::int8 FROM race.track_chunk")
            .get<std::int64_t>(0, 0);
    }

    const std::vector<Fix> journal_ = walk(200);
    const std::string database_ = support::shared_postgres().fresh_database();
    database::Connection first_{database_};
    database::Connection second_{database_};
    database::Connection onlooker_{database_};
};

TEST_F(TwoWritersTest, StoreTheSameBatchOnce) {
    const Stored later = both({batch_of(journal_, 10, 20)}, {batch_of(journal_, 10, 20)});

    EXPECT_EQ(later.tally.duplicates, 1U);
    EXPECT_EQ(later.tally.fixes, 0U);
    EXPECT_EQ(stored(), 30);
    EXPECT_EQ(received(), "{[0,30)}");
}

TEST_F(TwoWritersTest, CutWhatOverlapsBetweenThem) {
    const Stored later = both({batch_of(journal_, 10, 20)}, {batch_of(journal_, 20, 30)});

    EXPECT_EQ(later.tally.overlaps, 1U);
    EXPECT_EQ(later.tally.fixes, 20U);
    EXPECT_EQ(stored(), 50);
    EXPECT_EQ(received(), "{[0,50)}");
}

TEST_F(TwoWritersTest, KnowOfEachOthersFixesInTheReceipt) {
    const Stored later = both({batch_of(journal_, 10, 20)}, {batch_of(journal_, 30, 10)});

    EXPECT_EQ(make_receipt(1, 1, later.owed.at({walker, 1}).ledger).next, 40U);
    EXPECT_EQ(received(), "{[0,40)}");
}

// Each of them gets the whole journal, cut anew, in an order of its own, and part of it twice.
TEST_F(TwoWritersTest, HoldEachFixOnceWhateverBothAreSent) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE(seed);
    const auto write = [&](database::Connection& connection, std::uint32_t of_seed) {
        std::mt19937 random{of_seed};
        std::vector<wire::Batch> turn;
        for (const wire::Batch& batch : any_delivery(journal_, random)) {
            turn.push_back(batch);
            if (random() % 3 == 0) {
                put_and_commit(connection, turn);
                turn.clear();
            }
        }
        put_and_commit(connection, turn);
    };
    auto other = std::async(std::launch::async, [&] { write(second_, seed + 1); });
    write(first_, seed);
    other.get();

    EXPECT_EQ(stored(), 200);
    EXPECT_EQ(received(), "{[0,200)}");
}

} // namespace
} // namespace lanterne::ingest
