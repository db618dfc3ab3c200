#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/ingest-server/race/ingest_world.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/sample_race/sample_race.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/acts/act_store.hpp"
#include "web-api/races/race_store.hpp"

/// From fixes to passages: the real ingest, and a race that was imported as web-api does it.
namespace lanterne::ingest {
namespace {

using namespace std::chrono_literals;
using support::wait_until;

/// By two athletes without units.
exchange::FolderFiles folder() {
    return support::sample_race("1,Ada,female,1990,open,all,,\n"
                                "2,Bo,male,1991,open,all,,\n");
}

class AssignedLate : public testing::Test {
protected:
    AssignedLate() { web::import_race(connection_, plan_, folder()); }

    void send_all(Unit& unit, const std::vector<Fix>& journal) {
        for (std::size_t first = 0; first < journal.size(); first += 100) {
            auto batch =
                batch_of(journal, first, std::min<std::size_t>(100, journal.size() - first));
            batch.info.receipt_wanted = true; // else the next receipt may be 30 s away
            unit.send(batch);
        }
        ASSERT_TRUE(unit.is_receipted(1, journal.size())) << world_.log();
    }

    std::int64_t passages_of(const std::string& bib) {
        return world_.number("SELECT count(*) FROM race.passage JOIN plan.entry USING (entry_id) "
                             "WHERE current AND bib = '" +
                             bib + "'");
    }

    IngestWorld world_;
    database::Connection connection_{world_.conninfo()};
    plan::RacePlan plan_ = exchange::read_race_folder(folder()).value();
};

TEST_F(AssignedLate, AUnitYieldsThePassagesOfWhatItHadSent) {
    const simulator::Athlete athlete{plan_.course, plan_.waves.front(), 1, 0};
    const auto journal = support::true_track(athlete, plan_.start, 25min);
    Unit unit{world_, *UnitSerial::from("nobody01")};
    send_all(unit, journal);
    EXPECT_EQ(world_.metric("lanterne_ingest_unassigned_fixes_total"),
              static_cast<double>(journal.size()));
    EXPECT_EQ(passages_of("1"), 0);

    web::assign_unit(connection_, plan_.slug, *Bib::from("1"), unit.serial());

    std::int64_t true_passages = 0;
    for (const auto& passage : athlete.passages()) {
        true_passages += passage.time < plan_.start + 24min ? 1 : 0;
    }
    EXPECT_TRUE(wait_until([&] { return passages_of("1") >= true_passages; }))
        << passages_of("1") << " of " << true_passages << "\n"
        << world_.log();
    EXPECT_EQ(passages_of("2"), 0);
    EXPECT_EQ(world_.stored_fixes(unit.serial()).size(), journal.size())
        << "nothing was stored again";
}

class StoppedInOrder : public AssignedLate {};

TEST_F(StoppedInOrder, LeavesStandingsAsOfTheLastFix) {
    const simulator::Athlete athlete{plan_.course, plan_.waves.front(), 1, 0};
    const auto journal = support::true_track(athlete, plan_.start, 25min);
    Unit unit{world_, *UnitSerial::from("nobody02")};
    web::assign_unit(connection_, plan_.slug, *Bib::from("1"), unit.serial());
    send_all(unit, {journal.begin(), journal.begin() + 300});
    ASSERT_TRUE(wait_until([&] { return passages_of("1") > 0; })) << world_.log();
    send_all(unit, journal);

    ASSERT_EQ(world_.stop_ingest(), 0);

    EXPECT_EQ(world_.text("SELECT concat_ws('', max(fix_time)) FROM race.standing"),
              world_.text("SELECT concat_ws('', max(last_time)) FROM race.track_chunk"));
}

TEST_F(AssignedLate, AUnitThatIsGivenToAnotherTakesItsPassagesAlong) {
    const simulator::Athlete athlete{plan_.course, plan_.waves.front(), 1, 0};
    Unit unit{world_, *UnitSerial::from("swapped01")};
    web::assign_unit(connection_, plan_.slug, *Bib::from("1"), unit.serial());
    send_all(unit, support::true_track(athlete, plan_.start, 20min));
    ASSERT_TRUE(wait_until([&] { return passages_of("1") >= 3; })) << world_.log();

    web::assign_unit(connection_, plan_.slug, *Bib::from("2"), unit.serial());

    EXPECT_TRUE(wait_until([&] { return passages_of("2") >= 3 && passages_of("1") == 0; }))
        << passages_of("1") << " and " << passages_of("2") << "\n"
        << world_.log();
    EXPECT_GT(world_.number("SELECT count(*) FROM race.passage WHERE NOT current"), 0)
        << "a passage is superseded, never deleted";
}

/// A second ingest beside that of the world, on the same broker and database.
class TwoIngests : public AssignedLate {
protected:
    void start_second() {
        const auto settings = folder_.path() / "second.toml";
        std::ofstream{settings} << fmt::format(
            "[broker]\nport = {}\n[database]\nconninfo = \"{}\"\n[http]\nport_file = \"{}\"\n",
            world_.broker().port(), support::as_role(world_.conninfo(), "lanterne-ingest"),
            port_file_.string());
        second_.emplace(support::Command{
            .words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", "--config", settings.string()},
            .output = folder_.path() / "log"});
        ASSERT_TRUE(wait_until([&] { return is_second_healthy(); })) << log();
    }

    bool is_second_healthy() const {
        std::string port = support::read_text(port_file_);
        port = port.substr(0, port.find('\n'));
        const auto reply =
            service::http_get("http://127.0.0.1:" + port + "/healthz", std::chrono::seconds{2});
        return reply && reply->status == 200;
    }

    std::string log() const { return support::read_text(folder_.path() / "log"); }

    support::TempFolder folder_;
    const std::filesystem::path port_file_ = folder_.path() / "port";
    std::optional<support::ChildProcess> second_;
};

TEST_F(TwoIngests, ComeToTheResultsOfOneThoughTheFirstIsKilledInTheMidstOfTheRace) {
    const simulator::Athlete athlete{plan_.course, plan_.waves.front(), 1, 0};
    const auto journal = support::true_track(athlete, plan_.start, 25min);
    Unit unit{world_, *UnitSerial::from("handed01")};
    web::assign_unit(connection_, plan_.slug, *Bib::from("1"), unit.serial());
    ASSERT_TRUE(wait_until([&] {
        return world_.number("SELECT count(*) FROM race.shard_lease WHERE epoch = 1") == 64;
    }));
    start_second();
    send_all(unit, {journal.begin(), journal.begin() + 300});
    EXPECT_EQ(world_.number("SELECT epoch FROM race.shard_lease WHERE shard = 0"), 1)
        << "the first has the race";

    world_.kill_ingest();
    send_all(unit, journal);

    const std::string slug = plan_.slug.text();
    EXPECT_TRUE(wait_until([&] { return world_.rescore(slug).code == 0 && passages_of("1") > 3; }))
        << world_.rescore(slug).said << log();
    EXPECT_GE(world_.number("SELECT epoch FROM race.shard_lease WHERE shard = 0"), 2);
    EXPECT_EQ(world_.verify(slug).code, 0) << world_.verify(slug).said;
    EXPECT_EQ(world_.stored_fixes(unit.serial()).size(), journal.size());
    EXPECT_TRUE(
        wait_until([&] { return world_.number("SELECT count(*) FROM race.rescore_due") == 0; }));
}

// A worker that stands still is not dead: its connections are open, and it goes on as if nothing
// had been. Its leases end with its database connection, 15 s later.
TEST_F(TwoIngests, ComeToTheResultsOfOneThoughTheFirstStoodStillAndWokeUpAgain) {
    const simulator::Athlete athlete{plan_.course, plan_.waves.front(), 1, 0};
    const auto journal = support::true_track(athlete, plan_.start, 25min);
    Unit unit{world_, *UnitSerial::from("woken0001")};
    web::assign_unit(connection_, plan_.slug, *Bib::from("1"), unit.serial());
    start_second();
    send_all(unit, {journal.begin(), journal.begin() + 300});

    world_.stop_for_now();
    send_all(unit, {journal.begin(), journal.begin() + 600});
    EXPECT_TRUE(wait_until([&] {
        unit.drive(20ms);
        return world_.number("SELECT min(epoch) FROM race.shard_lease") >= 2;
    })) << log();
    world_.let_go_on();
    send_all(unit, journal);

    const std::string slug = plan_.slug.text();
    EXPECT_TRUE(wait_until([&] { return world_.rescore(slug).code == 0 && passages_of("1") > 3; }))
        << world_.rescore(slug).said << log();
    EXPECT_TRUE(world_.becomes_healthy()) << "the first has found its way back";
    EXPECT_EQ(world_.verify(slug).code, 0) << world_.verify(slug).said;
    EXPECT_EQ(world_.stored_fixes(unit.serial()).size(), journal.size());
}

/// Acts through the real ingest, which is killed between, and its commands afterwards.
class ActsOfARace : public AssignedLate {
protected:
    void give(const plan::ActBody& body) {
        const exchange::GivenAct act{.effective = plan_.start, .body = body};
        const auto race =
            static_cast<std::int32_t>(world_.number("SELECT race_id::int8 FROM plan.race"));
        ASSERT_TRUE(web::give_acts(connection_, race, plan_.slug.text(), {&act, 1},
                                   {"Jana", "seen"}, plan_.start + 30min));
    }

    bool becomes_disqualified(bool wanted) {
        return wait_until([&] {
            return (world_.number("SELECT count(*) FROM race.standing JOIN plan.entry "
                                  "USING (entry_id) WHERE bib = '1' AND status = 'disqualified'") ==
                    1) == wanted;
        });
    }
};

TEST_F(ActsOfARace, AreCountedThoughTheIngestIsKilledBetween) {
    const simulator::Athlete athlete{plan_.course, plan_.waves.front(), 1, 0};
    Unit unit{world_, *UnitSerial::from("judged01")};
    web::assign_unit(connection_, plan_.slug, *Bib::from("1"), unit.serial());
    send_all(unit, support::true_track(athlete, plan_.start, 20min));
    ASSERT_TRUE(wait_until([&] { return passages_of("1") >= 3; })) << world_.log();

    give(plan::Rule{*Bib::from("1"), plan::Ruled::disqualified, "2.12"});
    world_.kill_ingest();
    give(plan::VoidPassage{*Bib::from("1"), {"swim-exit", 1}});
    world_.start_ingest();
    EXPECT_TRUE(becomes_disqualified(true)) << world_.log();
    give(plan::Undo{1});
    EXPECT_TRUE(becomes_disqualified(false)) << world_.log();

    EXPECT_EQ(world_.number("SELECT count(*) FROM plan.act WHERE applied_at IS NULL"), 0);
    const std::string slug = plan_.slug.text();
    EXPECT_TRUE(wait_until([&] { return world_.rescore(slug).code == 0; }))
        << world_.rescore(slug).said;
    EXPECT_THAT(world_.rescore(slug).said, testing::HasSubstr("3 acts\nstored digest "));
    EXPECT_EQ(world_.verify(slug).code, 0) << world_.verify(slug).said;
    connection_.execute("UPDATE race.passage SET at = at + interval '2 s'");
    EXPECT_EQ(world_.rescore(slug).code, 1);
    EXPECT_EQ(world_.rescore("nowhere").code, 2);
    EXPECT_EQ(world_.verify(slug).code, 1);
    EXPECT_THAT(world_.verify(slug).said, testing::HasSubstr("result: race harbour-sprint: bib 1"));
    EXPECT_EQ(world_.verify("nowhere").code, 2);
    EXPECT_EQ(world_.verify("No Slug").code, 2);
}

} // namespace
} // namespace lanterne::ingest
