#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/race/ingest_world.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::milliseconds;
using support::wait_until;

IngestWorld& world() {
    static IngestWorld world;
    return world;
}

UnitSerial serial(const std::string& text) { return *UnitSerial::from(text); }

/// Sends the whole journal once, ten fixes a batch, doing something else in between.
void send_all(Unit& unit, const std::vector<Fix>& journal,
              const std::function<void(std::size_t batch)>& between) {
    for (std::size_t first = 0; first < journal.size(); first += 10) {
        unit.send(batch_of(journal, first, 10));
        between(first / 10);
    }
}

bool holds_once(Unit& unit, const std::vector<Fix>& journal) {
    return wait_until([&] {
        unit.drive(milliseconds{20});
        return world().stored_fixes(unit.serial()).size() == journal.size();
    });
}

TEST(IngestProcess, StoresReceiptsAndCounts) {
    Unit unit{world(), serial("stranger01")};
    const auto journal = walk(30);

    unit.send(batch_of(journal, 0, 30));

    EXPECT_TRUE(unit.is_receipted(1, 30)) << world().log();
    EXPECT_EQ(world().stored_fixes(unit.serial()).size(), 30U);
    EXPECT_EQ(world().text("SELECT state FROM race.unit WHERE serial = 'stranger01'"), "new");
    EXPECT_GE(world().metric("lanterne_ingest_units_registered_total"), 1);
    EXPECT_GE(world().metric("lanterne_ingest_unassigned_fixes_total"), 30);
}

TEST(IngestProcess, AcknowledgesNothingBeforeTheCommit) {
    Unit unit{world(), serial("patient01")};
    const auto journal = walk(10);
    database::Connection blocker{world().conninfo()};
    {
        database::Transaction lock{blocker};
        blocker.execute("LOCK TABLE race.track_chunk IN EXCLUSIVE MODE");
        unit.send(batch_of(journal, 0, 10));
        ASSERT_TRUE(wait_until([&] {
            unit.drive(milliseconds{10});
            return world().number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0;
        })) << "the ingest has received the batch and stands before the lock";

        world().kill_ingest();
    }
    world().start_ingest();

    EXPECT_TRUE(holds_once(unit, journal)) << "the broker had no PUBACK and delivers it again";
    EXPECT_TRUE(world().becomes_healthy());
}

TEST(IngestProcess, CountsAMalformedBatchByReasonAndGoesOn) {
    Unit unit{world(), serial("garbled01")};
    const auto journal = walk(10);
    auto bytes = bytes_of(batch_of(journal, 0, 10));
    bytes.resize(bytes.size() / 2);

    unit.send_bytes(bytes);
    unit.send(batch_of(journal, 0, 10));

    EXPECT_TRUE(unit.is_receipted(1, 10));
    EXPECT_EQ(world().metric("lanterne_ingest_unreadable_by_unit_total{unit=\"garbled01\","
                             "reason=\"truncated\"}"),
              1);
    EXPECT_EQ(world().number("SELECT count(*) FROM race.set_aside WHERE serial = 'garbled01'"), 1);
}

TEST(IngestProcess, AnswersAUnitThatConnects) {
    Unit unit{world(), serial("returner01")};
    unit.send(batch_of(walk(10), 0, 10));
    ASSERT_TRUE(unit.is_receipted(1, 10));
    unit.forget_receipt();

    unit.send_status(wire::Link::up, 1);

    EXPECT_TRUE(unit.is_receipted(1, 10)) << "though it was told all there is";
}

TEST(IngestProcess, KilledMidStreamStoresEachFixOnce) {
    Unit unit{world(), serial("runner01")};
    const auto journal = walk(4'000);

    send_all(unit, journal, [&](std::size_t batch) {
        unit.drive(milliseconds{2});
        if (batch % 100 == 50) {
            world().kill_ingest();
            world().start_ingest();
        }
    });

    EXPECT_TRUE(holds_once(unit, journal)) << world().log();
    EXPECT_TRUE(world().becomes_healthy());
}

TEST(IngestProcess, LeavesWithTheBrokerWhatComesWhilePostgresqlIsGone) {
    Unit unit{world(), serial("runner02")};
    const auto journal = walk(4'000);

    send_all(unit, journal, [&](std::size_t batch) {
        unit.drive(milliseconds{2});
        if (batch == 100) {
            world().postgres().kill9();
        }
        if (batch == 300) {
            EXPECT_TRUE(wait_until([&] { return world().health() == 503; }));
            world().postgres().start();
        }
    });

    EXPECT_TRUE(holds_once(unit, journal)) << world().log();
    EXPECT_TRUE(world().becomes_healthy());
}

// A turn lost the database, and the tick that was due right behind it used it all the same: the
// ingest was gone without a word. A soak under load met it.
TEST(IngestProcess, GoesOnWhenATurnLosesTheDatabaseAndATickIsDue) {
    Unit unit{world(), serial("betwixt01")};
    const auto journal = walk(20);
    unit.send(batch_of(journal, 0, 10));
    ASSERT_TRUE(unit.is_receipted(1, 10));

    world().stop_for_now();
    world().postgres().kill9();
    unit.send(batch_of(journal, 10, 10));
    unit.drive(milliseconds{1'500}); // longer than from tick to tick: one is due
    world().let_go_on();

    EXPECT_TRUE(wait_until([] { return world().health() == 503; })) << world().log();
    world().postgres().start();
    EXPECT_TRUE(world().becomes_healthy()) << world().log();
    EXPECT_TRUE(holds_once(unit, journal));
}

// A full disk, a lock, a server that was made read-only: once, such a trouble was taken for the
// message's own fault, and good fixes were set aside.
TEST(IngestProcess, KeepsWhatTheDatabaseRefusesForReasonsOfItsOwn) {
    Unit unit{world(), serial("waiting01")};
    const auto journal = walk(4'000);
    Sequence sent = 0;
    const std::string refused = "lanterne_ingest_troubles_total{cause=\"turn_refused\"}";
    const double before = world().metric(refused);
    database::Connection administrator{world().conninfo()};
    administrator.run_script("ALTER SYSTEM SET default_transaction_read_only = on");
    administrator.run_script("SELECT pg_reload_conf()");

    // Each process of the server reads its settings in its own time: some may still be stored.
    EXPECT_TRUE(wait_until([&] {
        if (sent < journal.size()) {
            wire::Batch batch = batch_of(journal, sent, 10);
            batch.info.receipt_wanted = true;
            unit.send(batch);
            sent += 10;
        }
        unit.drive(milliseconds{20});
        return world().metric(refused) > before;
    })) << world().log();
    administrator.run_script("SET default_transaction_read_only = off");
    administrator.run_script("ALTER SYSTEM RESET default_transaction_read_only");
    administrator.run_script("SELECT pg_reload_conf()");

    EXPECT_TRUE(unit.is_receipted(1, sent)) << world().log();
    EXPECT_EQ(world().number("SELECT count(*) FROM race.set_aside WHERE serial = 'waiting01'"), 0);
}

/// The next `times` statements that insert chunks end in a deadlock, as PostgreSQL says it.
class Deadlocks {
public:
    explicit Deadlocks(int times) {
        connection_.run_script(fmt::format(
            "CREATE SEQUENCE public.inserts; GRANT USAGE ON public.inserts TO PUBLIC;"
            "CREATE FUNCTION public.collide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF nextval('public.inserts') <= {} THEN "
            "RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF; "
            "RETURN NULL; END $$;"
            "CREATE TRIGGER collide BEFORE INSERT ON race.track_chunk "
            "FOR EACH STATEMENT EXECUTE FUNCTION public.collide()",
            times));
    }

    ~Deadlocks() {
        connection_.run_script("DROP TRIGGER collide ON race.track_chunk;"
                               "DROP FUNCTION public.collide; DROP SEQUENCE public.inserts");
    }

    Deadlocks(const Deadlocks&) = delete;
    Deadlocks& operator=(const Deadlocks&) = delete;

private:
    database::Connection connection_{world().conninfo()};
};

double troubles(const std::string& cause) {
    return world().metric("lanterne_ingest_troubles_total{cause=\"" + cause + "\"}");
}

TEST(IngestProcess, StoresATurnWholeOnceMoreThatMetADeadlock) {
    Unit unit{world(), serial("collide01")};
    const auto journal = walk(50);
    const double refused = troubles("turn_refused");
    const double met = troubles("turn_conflict");
    const Deadlocks deadlocks{1};

    send_all(unit, journal, [](std::size_t) {});

    EXPECT_TRUE(holds_once(unit, journal)) << world().log();
    EXPECT_EQ(troubles("turn_conflict"), met + 1);
    EXPECT_EQ(troubles("turn_refused"), refused) << "message by message, for nothing";
}

TEST(IngestProcess, StoresOneByOneWhatMetADeadlockTwice) {
    Unit unit{world(), serial("collide02")};
    const auto journal = walk(50);
    const double refused = troubles("turn_refused");
    const double met = troubles("turn_conflict");
    const Deadlocks deadlocks{2};

    send_all(unit, journal, [](std::size_t) {});

    EXPECT_TRUE(holds_once(unit, journal)) << world().log();
    EXPECT_EQ(troubles("turn_conflict"), met + 1);
    EXPECT_EQ(troubles("turn_refused"), refused + 1);
    EXPECT_EQ(world().number("SELECT count(*) FROM race.set_aside WHERE serial = 'collide02'"), 0);
}

TEST(IngestProcess, ComesBackWhenTheBrokerWasKilled) {
    Unit unit{world(), serial("runner03")};
    const auto journal = walk(20);
    unit.send(batch_of(journal, 0, 10));
    ASSERT_TRUE(unit.is_receipted(1, 10));

    world().broker().kill9();
    world().broker().start();
    ASSERT_TRUE(world().becomes_healthy());
    ASSERT_TRUE(wait_until([&] {
        unit.send(batch_of(journal, 0, 20)); // a unit resends what has no receipt
        unit.drive(milliseconds{200});
        return world().stored_fixes(unit.serial()).size() == 20;
    }));

    EXPECT_TRUE(unit.is_receipted(1, 20));
}

TEST(IngestProcess, ShowsAScraperWhereItsTimeGoes) {
    Unit unit{world(), serial("measured01")};
    unit.send(batch_of(walk(10), 0, 10));
    ASSERT_TRUE(unit.is_receipted(1, 10));

    for (const char* stage : {"decode", "store", "score", "commit", "plan", "receipts"}) {
        const std::string times =
            fmt::format("lanterne_ingest_stage_seconds_count{{stage=\"{}\"}}", stage);
        EXPECT_TRUE(wait_until([&] { return world().metric(times) > 0; })) << stage;
    }
    EXPECT_GT(world().metric("lanterne_ingest_database_seconds_sum{stage=\"commit\"}"), 0);
    EXPECT_LE(world().metric("lanterne_ingest_database_seconds_sum{stage=\"store\"}"),
              world().metric("lanterne_ingest_stage_seconds_sum{stage=\"store\"}"));
}

TEST(IngestProcess, EndsInOrderWhenAsked) {
    EXPECT_EQ(world().stop_ingest(), 0) << world().log();
    world().start_ingest();
    EXPECT_TRUE(world().becomes_healthy());
}

} // namespace
} // namespace lanterne::ingest
