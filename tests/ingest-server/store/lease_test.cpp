#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/lease.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

using support::wait_until;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// What a program has of its own: a connection, leases by it, and the races of these.
struct Worker {
    Worker(const std::string& conninfo, Watch& watch, const Clock& clock, std::uint32_t name)
        : connection{std::in_place, conninfo}, leases{name}, keeper{watch, clock, name} {
        leases.begin(*connection);
    }

    /// As the ingest's loop does it each second.
    void tick(UtcTime wall, SteadyTime now) {
        leases.take(*connection, wall, now);
        const Shards surplus = leases.surplus(now);
        Shards kept = leases.held();
        std::erase_if(kept, [&](std::int16_t shard) { return surplus.contains(shard); });
        keeper.follow_plan(*connection, kept);
        leases.give_up(*connection, surplus);
        keeper.tick(*connection);
    }

    /// As the ingest does it when its connection is lost.
    void connect_again(const std::string& conninfo) {
        keeper.forget();
        connection.emplace(conninfo);
        leases.begin(*connection);
    }

    /// What is left of it is what SIGKILL leaves.
    void kill() { connection.reset(); }

    std::optional<database::Connection> connection;
    Leases leases;
    RaceKeeper keeper;
};

class LeaseTest : public KeeperTest {
protected:
    LeaseTest() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        first_.tick(wall_, steady_);
        second_.tick(wall_, steady_);
    }

    void tick(Worker& worker, int count = 1) {
        for (int i = 0; i < count; ++i) {
            steady_ += seconds{1};
            wall_ += seconds{1};
            worker.tick(wall_, steady_);
        }
    }

    bool comes_to_hold(Worker& worker, std::int16_t shard) {
        return wait_until([&] {
            tick(worker);
            return worker.leases.held().contains(shard);
        });
    }

    void store(Worker& worker, const UnitSerial& unit, const wire::Batch& batch) {
        turn(*worker.connection, worker.keeper, unit, {batch});
    }

    /// Of the shards that races are on.
    std::string leases() {
        return text("SELECT string_agg(concat_ws(' ', shard, epoch, worker), ', ' ORDER BY shard) "
                    "FROM race.shard_lease WHERE shard IN (SELECT shard FROM plan.race)");
    }

    Worker first_{conninfo_, watch_, clock_, 1};
    Worker second_{conninfo_, watch_, clock_, 2};
};

TEST_F(LeaseTest, GivesAShardToOneWorkerWhoHoldsItsRacesAlone) {
    tick(first_, 3);
    tick(second_, 3);

    EXPECT_EQ(first_.keeper.races().size(), 1U);
    EXPECT_THAT(second_.keeper.races(), IsEmpty());
    EXPECT_THAT(second_.leases.held(), Not(Contains(0)));
    EXPECT_EQ(leases(), "0 1 1");
    EXPECT_EQ(number("SELECT fence FROM race.race_state"), 1) << "claimed once";
}

TEST_F(LeaseTest, GoesOverToAnotherWhenItsWorkerIsKilled) {
    first_.kill();

    EXPECT_TRUE(comes_to_hold(second_, 0));

    EXPECT_EQ(second_.keeper.races().size(), 1U);
    EXPECT_EQ(leases(), "0 2 2") << "the epoch grows with each taking";
}

TEST_F(LeaseTest, GoesOverToAnotherWhenItsWorkerIsSilentTooLong) {
    first_.connection->run_script("SET idle_session_timeout = '200ms'"); // else as long as a race

    EXPECT_TRUE(comes_to_hold(second_, 0));

    EXPECT_THROW(first_.tick(wall_, steady_), database::ConnectionLost) << "and it notices";
}

TEST_F(LeaseTest, ComesBackToAWorkerThatHadLostIt) {
    first_.connection->run_script("SET idle_session_timeout = '200ms'");
    ASSERT_TRUE(comes_to_hold(second_, 0));
    first_.connect_again(conninfo_);
    tick(first_);
    ASSERT_THAT(first_.keeper.races(), IsEmpty());
    store(first_, ada_unit, batch_of(track_, 0, 100));

    second_.kill();
    ASSERT_TRUE(comes_to_hold(first_, 0));
    turn(*first_.connection, first_.keeper, ada_unit, {batch_of(track_, 100, 120)});
    tick(first_, 6);

    EXPECT_EQ(leases(), "0 3 1");
    EXPECT_EQ(points_of("1"), "start");
    scoring::Race alone{plan_store::definition(connection_, first_.keeper.races().at(0))->plan};
    alone.rescore(*Bib::from("1"), {track_.begin(), track_.begin() + 220});
    EXPECT_EQ(digest(), alone.digest());
}

TEST_F(LeaseTest, BoundsHowLongAWorkerMayBeSilent) {
    const auto limit = [&](const std::string& name) {
        return first_.connection->execute("SHOW " + name).get<std::string>(0, 0);
    };

    EXPECT_EQ(limit("idle_session_timeout"), "15s");
    EXPECT_EQ(limit("idle_in_transaction_session_timeout"), "15s");
}

TEST_F(LeaseTest, GivesEachWorkerHalfOfTheShards) {
    EXPECT_THAT(first_.leases.held(), SizeIs(32));
    EXPECT_THAT(second_.leases.held(), SizeIs(32));

    first_.kill();

    EXPECT_TRUE(wait_until([&] {
        tick(second_);
        return second_.leases.held().size() == 64;
    }));
}

TEST_F(LeaseTest, IsGivenUpForAnotherWorkerOnceThatHasStayedAWhile) {
    second_.kill();
    ASSERT_TRUE(wait_until([&] {
        tick(first_);
        return first_.leases.held().size() == 64;
    }));
    Worker third{conninfo_, watch_, clock_, 3};

    for (int i = 0; i < 15; ++i) { // two seconds each
        tick(first_);
        tick(third);
        ASSERT_THAT(third.leases.held(), IsEmpty()) << "it may be gone in a moment";
    }
    tick(first_, 2);
    tick(third);

    EXPECT_THAT(first_.leases.held(), SizeIs(32));
    EXPECT_THAT(third.leases.held(), SizeIs(32));
    EXPECT_EQ(first_.keeper.races().size(), 1U) << "the one race there is does not move";
}

TEST_F(LeaseTest, MovesSoThatWorkersDivideTheRaces) {
    import_folder([] {
        auto files = line_race();
        std::string& toml = files["race.toml"];
        toml.replace(toml.find("slug = \"line\""), 13, "slug = \"other\"");
        return files;
    }());
    connection_.run_script("UPDATE plan.race SET shard = 7 WHERE slug = 'other'");

    tick(first_);
    EXPECT_EQ(first_.keeper.races().size(), 2U) << "it had that shard already";

    tick(first_, 31);
    tick(second_);

    EXPECT_EQ(first_.keeper.races().size(), 1U);
    EXPECT_EQ(second_.keeper.races().size(), 1U);
    EXPECT_NE(first_.keeper.races(), second_.keeper.races());
    EXPECT_EQ(leases(), "0 1 1, 7 2 2");
}

// Both store what comes, as it comes; the one that scores is killed, the other takes the race over.
TEST_F(LeaseTest, ComesToTheResultsOfOneWorkerThoughItsFirstIsKilledInTheMidstOfTheRace) {
    const std::vector<Fix> slower = run_of(3.5);
    scoring::Race alone{plan_store::definition(connection_, first_.keeper.races().at(0))->plan};
    alone.rescore(*Bib::from("1"), track_);
    alone.rescore(*Bib::from("2"), slower);
    const unsigned seed = 11;
    std::mt19937 random{seed};
    std::vector<std::pair<UnitSerial, wire::Batch>> sent;
    for (const wire::Batch& batch : any_delivery(track_, random)) {
        sent.emplace_back(ada_unit, batch);
    }
    for (const wire::Batch& batch : any_delivery(slower, random)) {
        sent.emplace_back(bo_unit, batch);
    }
    std::shuffle(sent.begin(), sent.end(), random);
    const std::size_t death = random() % sent.size();

    for (std::size_t i = 0; i < sent.size(); ++i) {
        if (i == death) {
            first_.kill();
            ASSERT_TRUE(comes_to_hold(second_, 0)) << "seed " << seed;
        }
        Worker& stores = i >= death || random() % 2 == 0 ? second_ : first_;
        store(stores, sent[i].first, sent[i].second);
        tick(i >= death ? second_ : first_);
    }
    tick(second_, 6);

    EXPECT_EQ(digest(), alone.digest()) << "seed " << seed << ", killed at " << death;
    EXPECT_EQ(points_of("1") + ", " + points_of("2"), "start half finish, start half finish");
    EXPECT_EQ(number("SELECT count(*) FROM race.rescore_due"), 0);
    EXPECT_GT(number("SELECT last_event FROM race.race_state"), 0);
    EXPECT_EQ(text("SELECT concat_ws(' ', min(number), max(number) - count(*), "
                   "max(number) - (SELECT last_event FROM race.race_state)) FROM race.race_event"),
              "1 0 0")
        << "from 1 on, none left out, none beyond; seed " << seed;
}

} // namespace
} // namespace lanterne::ingest
