#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest-server/store/keeper_fixture.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Two ingests on one database: that of the fixture, and one that took its race over.
class WorkersTest : public KeeperTest {
protected:
    WorkersTest() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        second_passes();
        owner_.follow_plan(owners_);
        steady_ += rescore_interval; // since it scored all of them anew
    }

    void owner_ticks(int count = 1) {
        for (int i = 0; i < count; ++i) {
            steady_ += seconds{1};
            wall_ += seconds{1};
            owner_.follow_plan(owners_);
            owner_.tick(owners_);
        }
    }

    std::int64_t words() { return number("SELECT count(*) FROM race.rescore_due"); }

    database::Connection owners_{conninfo_};
    RaceKeeper owner_{watch_, clock_, 78};
};

TEST_F(WorkersTest, ScoreWhatEitherOfThemStored) {
    turn(ada_unit, track_);
    EXPECT_TRUE(keeper_.races().empty());
    EXPECT_EQ(words(), 1);

    owner_ticks();

    EXPECT_EQ(points_of("1"), "start half finish");
    EXPECT_EQ(words(), 0);
}

TEST_F(WorkersTest, AreToldAtOnceByANotification) {
    plan_store::listen(owners_);

    turn(ada_unit, track_);
    const auto told = owners_.notifications(std::chrono::seconds{10});
    owner_.catch_up(owners_);

    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told[0].channel, plan_store::word_channel);
    EXPECT_EQ(told[0].payload, std::to_string(owner_.races().at(0)));
    EXPECT_EQ(points_of("1"), "start half finish");
}

TEST_F(WorkersTest, LeaveWordFromTheEarliestFixOn) {
    turn(ada_unit, {batch_of(track_, 100, 50)});
    turn(ada_unit, {batch_of(track_, 40, 50)});
    turn(ada_unit, {batch_of(track_, 150, 50)});

    EXPECT_EQ(text("SELECT string_agg(concat_ws(' ', bib, late_from), ', ') "
                   "FROM race.rescore_due JOIN plan.entry USING (entry_id)"),
              "1 2018-01-01 00:00:10+00")
        << "a primary fix silences the spare unit for half a minute before it";
}

TEST_F(WorkersTest, ComeToTheSameAsOneAloneWhateverTheDelivery) {
    const std::vector<Fix> slower = run_of(3.5);
    scoring::Race alone{plan_store::definition(connection_, owner_.races().at(0))->plan};
    alone.rescore(*Bib::from("1"), track_);
    alone.rescore(*Bib::from("2"), slower);
    const unsigned seed = 5;
    std::mt19937 random{seed};

    for (const auto& [unit, track] : {std::pair{ada_unit, track_}, std::pair{bo_unit, slower}}) {
        for (const wire::Batch& batch : any_delivery(track, random)) {
            if (random() % 2 == 0) {
                turn(unit, {batch});
            } else {
                turn(owners_, owner_, unit, {batch});
            }
            if (random() % 4 == 0) {
                owner_ticks();
            }
        }
    }
    owner_ticks(6);

    EXPECT_EQ(digest(), alone.digest()) << "seed " << seed;
    EXPECT_EQ(words(), 0);
}

TEST_F(WorkersTest, FindWhatIsStoredWhileTheyLoadTheRace) {
    turn(ada_unit, {batch_of(track_, 0, 1)}); // which takes the race from the fixture's keeper
    owner_ticks();
    const wire::Batch batch = batch_of(track_, 1, 119);
    const Arrival arrival{ada_unit, batch, bytes_of(batch)};
    database::Transaction storing{connection_};
    const Stored stored =
        store_arrivals(connection_, {&arrival, 1}, wall_, [&](const UnitSerial&) { return wall_; });
    keeper_.score(connection_, stored.chunks);
    owner_.forget();
    owner_ticks(); // loads it; what is not committed yet is neither seen nor waited for
    ASSERT_EQ(points_of("1"), "");

    storing.commit();
    owner_ticks(3);

    EXPECT_THAT(points_of("1"), HasSubstr("start"));
    EXPECT_EQ(words(), 0);
}

TEST_F(WorkersTest, TakeWordOnlyOnceAllThatItTellsOfIsCommitted) {
    turn(ada_unit, {batch_of(track_, 0, 50)});
    const wire::Batch batch = batch_of(track_, 50, 70);
    const Arrival arrival{ada_unit, batch, bytes_of(batch)};
    database::Transaction storing{connection_};
    const Stored stored =
        store_arrivals(connection_, {&arrival, 1}, wall_, [&](const UnitSerial&) { return wall_; });
    keeper_.score(connection_, stored.chunks); // there is a row already, from an earlier fix on
    owner_ticks(3);
    ASSERT_EQ(points_of("1"), "");

    storing.commit();
    owner_ticks(3);

    EXPECT_EQ(points_of("1"), "start");
    EXPECT_EQ(words(), 0);
}

TEST_F(WorkersTest, TakeNoWordAwayThatWasLeftForTheirSuccessor) {
    const auto race = owner_.races().at(0);
    const auto old = results_store::claim(connection_, race, 79, 1, wall_);
    results_store::claim(connection_, race, 80, 1, wall_);
    turn(ada_unit, {batch_of(track_, 0, 50)});

    EXPECT_THROW(results_store::take_announced(connection_, old), results_store::ClaimLost);

    EXPECT_EQ(words(), 1);
}

TEST_F(WorkersTest, LeaveNoWordOfARaceThatIsRetired) {
    turn(ada_unit, {batch_of(track_, 0, 50)});
    owner_ticks();
    ASSERT_EQ(words(), 0);
    ASSERT_EQ(web::retire_race(connection_, line, wall_ + std::chrono::days{2}),
              web::Retirement::made);

    turn(ada_unit, {batch_of(track_, 50, 50)});

    EXPECT_EQ(words(), 0);
}

TEST_F(WorkersTest, FindWhatWasBeingStoredWhenItsUnitWasAssigned) {
    turn(ada_unit, {batch_of(track_, 0, 1)}); // which takes the race from the fixture's keeper
    owner_ticks();
    const UnitSerial unit = *UnitSerial::from("unitcleo");
    const wire::Batch batch = batch_of(track_, 0, 120);
    const Arrival arrival{unit, batch, bytes_of(batch)};
    {
        database::Transaction storing{connection_};
        const Stored stored = store_arrivals(connection_, {&arrival, 1}, wall_,
                                             [&](const UnitSerial&) { return wall_; });
        keeper_.score(connection_, stored.chunks); // nobody wears it: there is no word to leave
        ASSERT_EQ(web::assign_unit(owners_, line, *Bib::from("3"), unit), web::Assignment::made);
        owner_ticks(); // follows the plan, and finds no fix yet
        storing.commit();
    }
    owner_ticks(5);
    ASSERT_EQ(points_of("3"), "") << "nobody left word of it";

    steady_ += second_look;
    owner_ticks();

    EXPECT_EQ(points_of("3"), "start");
}

TEST_F(WorkersTest, JudgeAUnitByTheClockOfItsRaceThoughAnotherScoresIt) {
    turn(ada_unit, {batch_of(track_, 0, 1)}); // which takes the race from the fixture's keeper
    connection_.run_script("UPDATE plan.race SET rehearsal_wall_start = '2018-01-01T02:00:00Z', "
                           "rehearsal_race_start = '2030-01-01T00:00:00Z', rehearsal_rate = 10, "
                           "revision = revision + 1");
    keeper_.follow_plan(connection_, Shards{});
    wall_ = line_race_dawn + std::chrono::hours{2} + seconds{60};

    EXPECT_EQ(to_text(keeper_.clock_of(ada_unit)), "2030-01-01T00:10:00.000Z");
    EXPECT_EQ(keeper_.clock_of(*UnitSerial::from("nobody01")), wall_);
}

TEST_F(WorkersTest, CountNoUnitAsUnassignedThatSomebodyWearsElsewhere) {
    keeper_.follow_plan(connection_, Shards{});
    turn(ada_unit, {batch_of(track_, 0, 50)});
    EXPECT_EQ(watch_.unassigned.value(), 0U);

    turn(*UnitSerial::from("nobody01"), {batch_of(track_, 0, 50)});

    EXPECT_EQ(watch_.unassigned.value(), 50U);
}

TEST_F(WorkersTest, TakeWordOfAnEntryThatTheirPlanDoesNotJoinYet) {
    turn(ada_unit, {batch_of(track_, 0, 1)});
    owner_ticks();
    const UnitSerial spare = *UnitSerial::from("unitcleo");
    assign("3", spare);

    turn(spare, track_);
    owner_.tick(owners_); // before it follows the plan
    EXPECT_EQ(owner_.races().size(), 1U);
    EXPECT_EQ(points_of("3"), "");
    owner_ticks();

    EXPECT_EQ(points_of("3"), "start half finish");
}

} // namespace
} // namespace lanterne::ingest
