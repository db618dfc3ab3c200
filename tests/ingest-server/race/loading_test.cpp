#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/race/ingest_world.hpp"
#include "tests/support/sample_race/sample_race.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/race_store.hpp"

/// Races load beside the loop that stores: here a load takes until the test lets it end, because it
/// waits for a table that nobody else needs.
namespace lanterne::ingest {
namespace {

using namespace std::chrono_literals;
using support::wait_until;

/// By one athlete without a unit.
exchange::FolderFiles folder(const std::string& slug) {
    return support::sample_race("1,Ada,female,1990,open,all,,\n", slug);
}

class LoadingBeside : public testing::Test {
protected:
    /// Whoever loads a race from now on waits until let_loads_end().
    void hold_loads() {
        blocker_.run_script("BEGIN; LOCK TABLE race.missing IN ACCESS EXCLUSIVE MODE");
    }

    void let_loads_end() { blocker_.run_script("COMMIT"); }

    void import(const std::string& slug, const Unit& unit) {
        web::import_race(connection_, exchange::read_race_folder(folder(slug)).value(),
                         folder(slug));
        web::assign_unit(connection_, *Slug::from(slug), *Bib::from("1"), unit.serial());
    }

    /// Sends fixes [from, to) of the journal and waits for their receipt.
    void send(Unit& unit, std::size_t from, std::size_t to) {
        for (std::size_t first = from; first < to; first += 50) {
            auto batch = batch_of(journal_, first, std::min<std::size_t>(50, to - first));
            batch.info.receipt_wanted = true;
            unit.send(batch);
        }
        ASSERT_TRUE(unit.is_receipted(1, to)) << world_.log();
    }

    std::int64_t passages_of(const std::string& slug) {
        return world_.number("SELECT count(*) FROM race.passage JOIN plan.race USING (race_id) "
                             "WHERE current AND slug = '" +
                             slug + "'");
    }

    bool has_word_of(const std::string& slug) {
        return world_.number("SELECT count(*) FROM race.rescore_due JOIN plan.race USING (race_id) "
                             "WHERE slug = '" +
                             slug + "'") > 0;
    }

    /// Of the newest claim; each load has its own.
    std::int64_t fence_of(const std::string& slug) {
        return world_.number("SELECT coalesce(max(fence), 0) FROM race.race_state JOIN plan.race "
                             "USING (race_id) WHERE slug = '" +
                             slug + "'");
    }

    /// A load under a newer claim has begun: it takes the word that was left before it. One that
    /// is held for long is given up, and another one begins.
    bool is_being_loaded(const std::string& slug, std::int64_t after = 0) {
        return wait_until([&] {
            return fence_of(slug) > after &&
                   world_.number("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = "
                                 "'race.missing'::regclass") > 0;
        });
    }

    IngestWorld world_;
    database::Connection connection_{world_.conninfo()};
    database::Connection blocker_{world_.conninfo()};
    const plan::RacePlan plan_ = exchange::read_race_folder(folder("harbour-sprint")).value();
    const simulator::Athlete athlete_{plan_.course, plan_.waves.front(), 1, 0};
    const std::vector<Fix> journal_ = support::true_track(athlete_, plan_.start, 25min);
};

TEST_F(LoadingBeside, StoresScoresAndReceiptsWhatOthersSendAndCatchesUp) {
    Unit quick{world_, *UnitSerial::from("quick001")};
    Unit slow{world_, *UnitSerial::from("slow0001")};
    import("quick", quick);
    send(quick, 0, 300);
    send(slow, 0, 200);
    ASSERT_TRUE(wait_until([&] { return passages_of("quick") > 0; })) << world_.log();
    const auto before = passages_of("quick");

    hold_loads();
    import("slow", slow);
    ASSERT_TRUE(is_being_loaded("slow")) << world_.log();
    send(quick, 300, journal_.size());
    send(slow, 200, 600);

    EXPECT_TRUE(wait_until([&] { return passages_of("quick") > before; }))
        << "another race is scored meanwhile\n"
        << world_.log();
    EXPECT_EQ(passages_of("slow"), 0);
    std::size_t sent = 600;
    EXPECT_TRUE(wait_until([&] {
        if (!has_word_of("slow")) { // a load that began meanwhile has taken it
            send(slow, sent, sent + 1);
            ++sent;
        }
        return has_word_of("slow");
    }));

    let_loads_end();
    send(slow, sent, journal_.size());
    EXPECT_TRUE(wait_until([&] { return passages_of("slow") == passages_of("quick"); }))
        << world_.log();
    EXPECT_TRUE(wait_until([&] { return !has_word_of("slow"); }));
    EXPECT_TRUE(wait_until([&] { return world_.rescore("slow").code == 0; }))
        << world_.rescore("slow").said;
    EXPECT_TRUE(wait_until([&] { return world_.rescore("quick").code == 0; }))
        << world_.rescore("quick").said;
    EXPECT_EQ(world_.verify("slow").code, 0) << world_.verify("slow").said;
}

TEST_F(LoadingBeside, LosesNothingWhenTheIngestIsKilledInTheMidstOfIt) {
    Unit slow{world_, *UnitSerial::from("slow0001")};
    send(slow, 0, 200);
    hold_loads();
    import("slow", slow);
    ASSERT_TRUE(is_being_loaded("slow")) << world_.log();
    send(slow, 200, 400);

    world_.kill_ingest();
    const std::int64_t killed = fence_of("slow");
    world_.start_ingest();
    ASSERT_TRUE(is_being_loaded("slow", killed)) << world_.log();
    send(slow, 400, 600);
    EXPECT_EQ(passages_of("slow"), 0);
    let_loads_end();
    send(slow, 600, journal_.size());

    EXPECT_TRUE(wait_until([&] { return passages_of("slow") >= 3; })) << world_.log();
    EXPECT_TRUE(wait_until([&] { return world_.rescore("slow").code == 0; }))
        << world_.rescore("slow").said;
    EXPECT_EQ(world_.verify("slow").code, 0) << world_.verify("slow").said;
    EXPECT_EQ(world_.stored_fixes(slow.serial()).size(), journal_.size());
}

TEST_F(LoadingBeside, EndsInOrderInTheMidstOfItAndWhoComesNextLosesNothing) {
    Unit slow{world_, *UnitSerial::from("slow0001")};
    send(slow, 0, 200);
    hold_loads();
    import("slow", slow);
    ASSERT_TRUE(is_being_loaded("slow")) << world_.log();
    send(slow, 200, 400);

    EXPECT_EQ(world_.stop_ingest(), 0) << world_.log();
    const std::int64_t stopped = fence_of("slow");
    EXPECT_THAT(world_.log(), testing::HasSubstr("a race that was being loaded is given up"));
    EXPECT_EQ(passages_of("slow"), 0);
    EXPECT_TRUE(has_word_of("slow")) << "of what came while it loaded";

    let_loads_end();
    world_.start_ingest();
    send(slow, 400, journal_.size());
    EXPECT_TRUE(wait_until([&] { return passages_of("slow") >= 3; })) << world_.log();
    EXPECT_TRUE(wait_until([&] { return world_.rescore("slow").code == 0; }))
        << world_.rescore("slow").said;
    EXPECT_EQ(world_.verify("slow").code, 0) << world_.verify("slow").said;
    EXPECT_EQ(world_.stored_fixes(slow.serial()).size(), journal_.size());
    EXPECT_EQ(fence_of("slow"), stopped + 1);
}

TEST_F(LoadingBeside, IsNotDoneAgainWhenNothingButTheConnectionWasLost) {
    Unit quick{world_, *UnitSerial::from("quick001")};
    import("quick", quick);
    send(quick, 0, 300);
    ASSERT_TRUE(wait_until([&] { return passages_of("quick") > 0; })) << world_.log();
    const auto said = [&](const std::string& what) {
        const std::string log = world_.log();
        int times = 0;
        for (auto at = log.find(what); at != std::string::npos; at = log.find(what, at + 1)) {
            ++times;
        }
        return times;
    };
    ASSERT_TRUE(wait_until([&] { return said("race loaded") == 1; })) << world_.log();

    // The loop's connection is that with the leases. It is ended between two transactions, but for
    // the moment that an answer to COMMIT is under way: then the race is loaded.
    constexpr int losses = 5;
    for (int i = 1; i <= losses; ++i) {
        ASSERT_TRUE(wait_until([&] {
            return world_.number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity a "
                                 "WHERE state = 'idle' AND EXISTS (SELECT FROM pg_locks l "
                                 "WHERE l.pid = a.pid AND locktype = 'advisory')") == 1;
        }));
        ASSERT_TRUE(wait_until([&] {
            return said("race taken up as it was left") + said("race loaded") == i + 1;
        })) << world_.log();
    }
    send(quick, 300, journal_.size());

    EXPECT_TRUE(wait_until([&] { return world_.rescore("quick").code == 0; }))
        << world_.rescore("quick").said;
    EXPECT_EQ(world_.verify("quick").code, 0) << world_.verify("quick").said;
    EXPECT_GT(said("race taken up as it was left"), said("race loaded")) << world_.log();
}

} // namespace
} // namespace lanterne::ingest
