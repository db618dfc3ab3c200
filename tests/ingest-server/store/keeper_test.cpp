#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/live_feed.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(KeeperTest, WritesPassagesInTheTransactionThatStoresTheirFixes) {
    assign("1", ada_unit);
    second_passes();

    turn(ada_unit, track_);

    EXPECT_EQ(points_of("1"), "start half finish");
}

TEST_F(KeeperTest, ScoresAUnitThatGetsItsEntryAfterwards) {
    second_passes();
    turn(ada_unit, track_);
    ASSERT_EQ(points_of("1"), "");
    ASSERT_EQ(text("SELECT state FROM race.unit"), "new");

    assign("1", ada_unit);
    second_passes();

    EXPECT_EQ(points_of("1"), "start half finish");
    EXPECT_EQ(text("SELECT state FROM race.unit"), "known");
}

TEST_F(KeeperTest, MovesPassagesWithTheUnitAndKeepsWhatWasSaidBefore) {
    assign("1", ada_unit);
    second_passes();
    turn(ada_unit, track_);

    assign("2", ada_unit);
    second_passes();

    EXPECT_EQ(points_of("1"), "");
    EXPECT_EQ(points_of("2"), "start half finish");
    EXPECT_EQ(number("SELECT count(*) FROM race.passage"), 6) << "nothing is deleted";
}

TEST_F(KeeperTest, CountsRevisionsOnWhenAWithdrawnPassageComesBack) {
    assign("1", ada_unit);
    second_passes();
    turn(ada_unit, track_);
    assign("1", std::nullopt);
    second_passes();

    assign("1", ada_unit);
    second_passes();

    EXPECT_EQ(text("SELECT string_agg(revision::text, ' ') FROM race.passage WHERE current"),
              "1 1 1");
}

TEST_F(KeeperTest, SettlesAPassageThatHardlyMovedWhereItIs) {
    second_passes();
    const auto race = keeper_.races().at(0);
    const auto claim = results_store::claim(connection_, race, 78, 1, wall_);
    const auto entry =
        static_cast<std::int32_t>(number("SELECT min(entry_id)::int8 FROM plan.entry"));
    const auto write = [&](PassageChange change, Milliseconds after_dawn, bool is_settled) {
        const wire::LivePassage passage{.bib = *Bib::from("1"),
                                        .point = "half",
                                        .leg = 0,
                                        .lap = 1,
                                        .time = line_race_dawn + after_dawn,
                                        .standard_error_ms = 300,
                                        .source = "gps",
                                        .is_settled = is_settled};
        results_store::write(connection_, claim,
                             {.passages = {{.entry = entry, .change = change, .passage = passage}},
                              .standings = {},
                              .missing = {}},
                             wall_);
    };

    write(PassageChange::made, Milliseconds{100'000}, false);
    write(PassageChange::settled, Milliseconds{100'003}, true);

    EXPECT_EQ(text("SELECT concat_ws(' ', at, settled, revision) FROM race.passage"),
              "2018-01-01 00:01:40.003+00 t 0");
    EXPECT_EQ(number("SELECT count(*) FROM race.race_event"), 1) << "no news";
}

TEST_F(KeeperTest, NumbersWhatHappenedWithoutGaps) {
    assign("1", ada_unit);
    second_passes();
    turn(ada_unit, track_);
    assign("2", ada_unit);
    second_passes();

    EXPECT_EQ(text("SELECT string_agg(number || ' ' || kind, ', ' ORDER BY number) "
                   "FROM race.race_event WHERE number <= 3"),
              "1 passage, 2 passage, 3 finish");
    EXPECT_EQ(number("SELECT count(*) FROM race.race_event"),
              number("SELECT last_event FROM race.race_state"));
    EXPECT_EQ(number("SELECT max(number) FROM race.race_event"), 9);
}

TEST_F(KeeperTest, GivesTheSameResultsWhateverTheDelivery) {
    assign("1", ada_unit);
    assign("2", bo_unit);
    second_passes();
    turn(ada_unit, track_);
    turn(bo_unit, run_of(3.5));
    second_passes(5);
    const std::string in_order = passages();
    const std::string in_order_digest = digest();
    ASSERT_THAT(in_order, HasSubstr("2 finish"));
    ASSERT_NE(in_order_digest, "");
    std::mt19937 random{3};

    for (int delivery = 0; delivery < 5; ++delivery) {
        connection_.run_script("TRUNCATE race.track_chunk, race.unit_epoch, race.passage, "
                               "race.standing, race.race_event, race.race_state");
        keeper_.forget();
        second_passes();
        for (const auto& [unit, track] :
             {std::pair{ada_unit, track_}, std::pair{bo_unit, run_of(3.5)}}) {
            for (const wire::Batch& batch : any_delivery(track, random)) {
                turn(unit, {batch});
            }
        }
        second_passes(5);

        ASSERT_EQ(passages(), in_order);
        ASSERT_EQ(digest(), in_order_digest);
        ASSERT_EQ(number("SELECT count(*) FROM race.rescore_due"), 0);
    }
}

TEST_F(KeeperTest, FindsTheSameAfterARestartAndWritesNothing) {
    assign("1", ada_unit);
    second_passes();
    turn(ada_unit, track_);
    second_passes(5);
    const std::string before = passages() + digest();
    const auto events = number("SELECT count(*) FROM race.race_event");

    keeper_.forget();
    second_passes(5);

    EXPECT_EQ(passages() + digest(), before);
    EXPECT_EQ(number("SELECT count(*) FROM race.race_event"), events);
    EXPECT_EQ(number("SELECT fence FROM race.race_state"), 2);
}

TEST_F(KeeperTest, StoresWhenResultsCannotBeWrittenAndScoresLater) {
    assign("1", ada_unit);
    second_passes();
    connection_.run_script("ALTER TABLE race.passage RENAME TO broken");

    turn(ada_unit, track_);

    EXPECT_EQ(number("SELECT sum(n)::int8 FROM race.track_chunk"),
              static_cast<std::int64_t>(track_.size()));
    EXPECT_GT(troubles("race_dropped"), 0);
    connection_.run_script("ALTER TABLE race.broken RENAME TO passage");
    second_passes(static_cast<int>(retry_interval.count()) + 1);
    EXPECT_EQ(points_of("1"), "start half finish");
}

TEST_F(KeeperTest, LeavesARaceThatAnotherIngestTookOver) {
    assign("1", ada_unit);
    second_passes();
    RaceKeeper other{watch_, clock_, 78};
    other.follow_plan(connection_);

    turn(ada_unit, track_);
    second_passes();

    EXPECT_EQ(points_of("1"), "") << "only the last that claimed it writes its results";
    EXPECT_EQ(number("SELECT sum(n)::int8 FROM race.track_chunk"),
              static_cast<std::int64_t>(track_.size()))
        << "any ingest may store";
    EXPECT_TRUE(keeper_.races().empty());
}

TEST_F(KeeperTest, NoticesThatARaceWasTakenOverThoughItHasNothingNewToWrite) {
    assign("1", ada_unit);
    second_passes();
    turn(ada_unit, {batch_of(track_, 60, 60)});
    database::Connection others{conninfo_};
    RaceKeeper other{watch_, clock_, 78};
    other.follow_plan(others);
    const auto version = number("SELECT version FROM race.race_state");

    turn(ada_unit, {batch_of(track_, 0, 60)}); // late: is to be scored anew, later

    EXPECT_TRUE(keeper_.races().empty());
    EXPECT_EQ(number("SELECT version FROM race.race_state"), version);
    EXPECT_EQ(text("SELECT string_agg(bib, ' ') FROM race.rescore_due "
                   "JOIN plan.entry USING (entry_id)"),
              "1")
        << "who has the race is told of what was stored";
}

TEST_F(KeeperTest, RaisesACaseOnceForAPlanThatCannotBeRead) {
    connection_.run_script("UPDATE plan.race_file SET content = 'no toml [' "
                           "WHERE name = 'race.toml'");

    second_passes(3);

    EXPECT_EQ(number("SELECT count(*) FROM race.race_case WHERE kind = 'plan_unreadable'"), 1);
    EXPECT_EQ(troubles("plan_unreadable"), 1);
}

TEST_F(KeeperTest, LoadsARaceAnewWhenItsCourseOrEntriesChange) {
    assign("1", ada_unit);
    second_passes();
    turn(ada_unit, track_);
    auto files = line_race("bib,name,sex,birth_year,category,wave,team,unit\n"
                           "1,Ada,female,1990,,all,,unitada1\n");
    std::string& toml = files["race.toml"];
    toml.replace(toml.find("metres = 780"), 12, "metres = 390");

    import_folder(files);
    second_passes();

    EXPECT_EQ(text("SELECT string_agg(revision::text, ' ' ORDER BY revision) "
                   "FROM race.passage WHERE point = 'half'"),
              "0 1");
    EXPECT_EQ(number("SELECT count(*) FROM race.standing"), 1);
}

TEST_F(KeeperTest, JudgesAUnitByTheClockOfItsRace) {
    assign("1", ada_unit);
    connection_.run_script("UPDATE plan.race SET rehearsal_wall_start = '2018-01-01T02:00:00Z', "
                           "rehearsal_race_start = '2030-01-01T00:00:00Z', rehearsal_rate = 10");
    second_passes();
    wall_ = line_race_dawn + std::chrono::hours{2} + seconds{60};

    EXPECT_EQ(to_text(keeper_.clock_of(ada_unit)), "2030-01-01T00:10:00.000Z");
    EXPECT_EQ(keeper_.clock_of(bo_unit), wall_);
}

TEST_F(KeeperTest, PublishesAFrameEachSecondAndASnapshotWhenLoaded) {
    struct Sent {
        wire::LiveFrame frame;
        service::Retain retain;
    };

    std::vector<Sent> sent;
    LiveFeed feed{keeper_, clock_,
                  [&](const std::string&, wire::ByteView payload, service::Retain retain) {
                      sent.push_back({wire::decode_live_frame(payload).value(), retain});
                      return true;
                  }};
    assign("1", ada_unit);
    second_passes();
    feed.tick();
    ASSERT_EQ(sent.size(), 2U) << "a frame and the snapshot";
    EXPECT_EQ(sent[1].retain, service::Retain::yes);
    EXPECT_EQ(sent[1].frame.entries.size(), 3U);
    feed.tick();
    ASSERT_EQ(sent.size(), 2U) << "once a second";

    turn(ada_unit, track_);
    second_passes();
    feed.tick();
    second_passes();
    feed.tick();

    ASSERT_EQ(sent.size(), 4U);
    EXPECT_EQ(sent[2].retain, service::Retain::no);
    EXPECT_EQ(sent[2].frame.epoch, 77U);
    EXPECT_EQ(sent[2].frame.frame, sent[0].frame.frame + 1);
    EXPECT_EQ(sent[2].frame.passages.size(), 3U);
    EXPECT_EQ(sent[3].frame.frame, sent[0].frame.frame + 2);
    EXPECT_TRUE(sent[3].frame.passages.empty()) << "sent too when nothing changed";
}

TEST_F(KeeperTest, TellsNobodyWhatIsNotCommitted) {
    assign("1", ada_unit);
    second_passes();
    const auto race = keeper_.races().at(0);
    keeper_.told(race);
    {
        database::Transaction transaction{connection_};
        const Arrival arrival{ada_unit, batch_of(track_, 0, 120), {}};
        const Stored stored = store_arrivals(connection_, {&arrival, 1}, wall_,
                                             [&](const UnitSerial&) { return wall_; });
        keeper_.score(connection_, stored.chunks);

        EXPECT_TRUE(keeper_.news(race).entries.empty());
        EXPECT_EQ(keeper_.news(race).to_version, keeper_.news(race).from_version);
    }
}

TEST_F(KeeperTest, LoadsEveryFieldOfTheEntriesThatWereImported) {
    const auto [plan, race] = import_folder(
        line_race("bib,name,sex,birth_year,category,wave,team,unit,slot,members\n"
                  "1,Ada,female,1990,,all,,,2018-01-01T00:05:30.500Z,\n"
                  "2,The Oars,other,,,all,Rowing club,,,\"run=Zoë = Zo, the first\"\n"));
    ASSERT_TRUE(plan.entries[0].slot);
    ASSERT_EQ(plan.entries[1].members.size(), 1U);

    const auto loaded = plan_store::definition(connection_, race);

    ASSERT_TRUE(loaded) << loaded.error();
    EXPECT_EQ(exchange::write_entries_csv(loaded->plan.entries),
              exchange::write_entries_csv(plan.entries));
    EXPECT_EQ(loaded->plan.entries[0].slot, plan.entries[0].slot);
    EXPECT_EQ(loaded->plan.entries[1].members, plan.entries[1].members);
}

// A time trial: the clocks run from the slots, half a minute apart.
TEST_F(KeeperTest, ScoresATimeTrialFromTheDatabaseAsInMemory) {
    const plan::RacePlan plan =
        import_folder(line_race("bib,name,sex,birth_year,category,wave,team,unit,slot\n"
                                "1,Ada,female,1990,,all,,unitada1,+00:00:00\n"
                                "2,Bo,male,1991,,all,,unitbo01,2018-01-01T00:01:30Z\n"))
            .plan;
    second_passes();
    const std::vector<Fix> slower = run_of(3.5);
    turn(ada_unit, track_);
    turn(bo_unit, slower);
    second_passes(6);

    scoring::Race race{plan};
    const auto bib = [](const char* text) { return *Bib::from(text); };
    race.rescore(bib("1"), track_);
    race.rescore(bib("2"), slower);

    EXPECT_EQ(digest(), race.digest());
    EXPECT_NEAR(static_cast<double>(
                    number("SELECT gap_ms FROM race.standing JOIN plan.entry USING (entry_id) "
                           "WHERE bib = '2'")),
                25'700, 1'000) // shown in seconds
        << "56 s later at the finish, of which 30 s were before Bo's slot";
}

TEST_F(KeeperTest, LetsARaceGoThatIsRetiredAndTakesItUpAgainWhenItIsBack) {
    assign("1", ada_unit);
    second_passes();
    turn(ada_unit, track_);
    second_passes(6);
    const std::string scored = digest();
    const std::string standing = passages();
    ASSERT_EQ(keeper_.races().size(), 1U);

    ASSERT_EQ(web::retire_race(connection_, line, wall_ + std::chrono::days{2}),
              web::Retirement::made);
    second_passes();
    EXPECT_TRUE(keeper_.races().empty());
    EXPECT_EQ(digest(), scored);
    EXPECT_EQ(passages(), standing) << "its results are kept";

    import_folder(line_race());
    second_passes(6);
    EXPECT_EQ(keeper_.races().size(), 1U);
    EXPECT_EQ(digest(), scored);
}

} // namespace
} // namespace lanterne::ingest
