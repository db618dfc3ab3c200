#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "web-api/acts/act_store.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// An ingest whose connection is ended by the server; the fixture's own goes on and looks. How
/// often the race was loaded is its fence.
class ResumingTest : public KeeperTest {
protected:
    ResumingTest() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        seconds_pass();
        send(ada_unit, track_, 0, half_);
        seconds_pass(3);
        EXPECT_EQ(fence(), 1);
    }

    void send(const UnitSerial& unit, const std::vector<Fix>& track, Sequence from, Sequence to) {
        for (Sequence first = from; first < to; first += 50) {
            turn(*theirs_, theirs_keeper_, unit,
                 {batch_of(track, first, std::min<std::size_t>(50, to - first))});
        }
    }

    void seconds_pass(int count = 1) {
        for (int i = 0; i < count; ++i) {
            steady_ += seconds{1};
            wall_ += seconds{1};
            theirs_keeper_.follow_plan(*theirs_);
            theirs_keeper_.tick(*theirs_);
        }
    }

    void end_connection() {
        const auto pid = theirs_->execute("SELECT pg_backend_pid()").get<std::int32_t>(0, 0);
        connection_.execute("SELECT pg_terminate_backend($1, 20000)",
                            database::Parameters{}.add(pid));
    }

    /// As the ingest does it when its connection is lost.
    void connect_again() {
        theirs_keeper_.set_aside();
        EXPECT_THAT(theirs_keeper_.races(), IsEmpty());
        theirs_.emplace(conninfo_);
        steady_ += seconds{1};
        theirs_keeper_.follow_plan(*theirs_);
        EXPECT_THAT(theirs_keeper_.races(), ElementsAre(1));
    }

    std::int64_t fence() { return number("SELECT fence FROM race.race_state"); }

    void expect_right_results_in_the_end() {
        send(ada_unit, track_, 0, track_.size());
        send(bo_unit, slower_, 0, slower_.size());
        seconds_pass(6);
        scoring::Race alone{plan_store::definition(connection_, 1)->plan};
        alone.rescore(*Bib::from("1"), track_);
        alone.rescore(*Bib::from("2"), slower_);
        EXPECT_EQ(digest(), alone.digest());
        EXPECT_EQ(points_of("1") + ", " + points_of("2"), "start half finish, start half finish");
        EXPECT_EQ(number("SELECT count(*) FROM race.rescore_due"), 0);
    }

    /// One transaction of scored fixes up to its COMMIT.
    void score_but_not_commit() {
        const wire::Batch batch = batch_of(track_, half_, 100);
        const Arrival arrival{ada_unit, batch, bytes_of(batch)};
        open_.emplace(*theirs_);
        const Stored stored = store_arrivals(*theirs_, {&arrival, 1}, wall_,
                                             [&](const UnitSerial&) { return wall_; });
        theirs_keeper_.score(*theirs_, stored.chunks);
    }

    static constexpr Sequence half_ = 250;
    const std::vector<Fix> slower_ = run_of(3.5);
    std::optional<database::Connection> theirs_{std::in_place, conninfo_};
    RaceKeeper theirs_keeper_{watch_, clock_, 78};
    std::optional<database::Transaction> open_;
};

TEST_F(ResumingTest, GoesOnWithARaceAsItIsWhenTheConnectionWasLostBetweenTurns) {
    for (int i = 0; i < 3; ++i) {
        end_connection();
        EXPECT_THROW(theirs_keeper_.follow_plan(*theirs_), database::ConnectionLost);
        connect_again();
        seconds_pass();
    }

    EXPECT_EQ(fence(), 1) << "it was loaded";
    expect_right_results_in_the_end();
    EXPECT_EQ(fence(), 1);
}

TEST_F(ResumingTest, LoadsAnewWhatWasLostWithATurn) {
    score_but_not_commit();
    end_connection();
    EXPECT_THROW(open_->commit(), database::ConnectionLost);
    open_.reset();

    connect_again();

    EXPECT_EQ(fence(), 2);
    expect_right_results_in_the_end();
}

// It is rolled back here: the backend dies within its COMMIT. See below for the other way.
TEST_F(ResumingTest, LoadsAnewWhenTheConnectionWasLostInTheMidstOfCommit) {
    connection_.run_script(
        "CREATE FUNCTION public.die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON race.passage DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION public.die()");
    score_but_not_commit();
    ASSERT_THROW(open_->commit(), database::ConnectionLost);
    open_.reset();
    connection_.run_script("DROP TRIGGER die ON race.passage; DROP FUNCTION public.die");

    connect_again();

    EXPECT_EQ(fence(), 2);
    expect_right_results_in_the_end();
}

TEST_F(ResumingTest, LoadsAnewWhenTheAnswerToACommitWasLost) {
    score_but_not_commit();
    open_->commit(); // of which it does not hear: committed() is not called
    open_.reset();
    end_connection();

    connect_again();

    EXPECT_EQ(fence(), 2);
    expect_right_results_in_the_end();
}

TEST_F(ResumingTest, LoadsAnewWhatItWasWritingInATick) {
    send(ada_unit, track_, half_, half_ + 20);
    connection_.run_script(
        "CREATE FUNCTION public.die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        "CREATE TRIGGER die AFTER INSERT OR UPDATE ON race.standing "
        "FOR EACH STATEMENT EXECUTE FUNCTION public.die()");
    EXPECT_THROW(seconds_pass(3), database::ConnectionLost);
    connection_.run_script("DROP TRIGGER die ON race.standing; DROP FUNCTION public.die");

    connect_again();

    EXPECT_EQ(fence(), 2);
    expect_right_results_in_the_end();
}

TEST_F(ResumingTest, HearsWhatOthersStoredMeanwhile) {
    end_connection();
    keeper_.follow_plan(connection_, Shards{}); // another ingest, which has not the race
    turn(bo_unit, slower_);
    ASSERT_EQ(number("SELECT count(*) FROM race.rescore_due"), 1);

    connect_again();
    seconds_pass(3);

    EXPECT_EQ(fence(), 1);
    EXPECT_EQ(points_of("2"), "start half finish");
    expect_right_results_in_the_end();
}

TEST_F(ResumingTest, LoadsAnewWhatAnotherHadMeanwhile) {
    end_connection();
    second_passes(); // of the fixture's ingest: it claims the race
    turn(bo_unit, slower_);
    ASSERT_EQ(fence(), 2);

    connect_again();

    EXPECT_EQ(fence(), 3);
    EXPECT_EQ(points_of("2"), "start half finish");
    expect_right_results_in_the_end();
}

TEST_F(ResumingTest, LoadsAnewWhenTheStoreIsOlderThanItsMemory) {
    end_connection();
    connection_.run_script("UPDATE race.race_state SET version = version - 1");

    connect_again();

    EXPECT_EQ(fence(), 2);
}

TEST_F(ResumingTest, LoadsAnewWhenThePlanOrTheActsAreOthers) {
    end_connection();
    assign("3", *UnitSerial::from("unitcleo"));
    connect_again();
    EXPECT_EQ(fence(), 2);

    seconds_pass();
    end_connection();
    const exchange::GivenAct act{.effective = line_race_dawn + seconds{63},
                                 .body = plan::StartWave{"all", 100}};
    ASSERT_TRUE(web::give_acts(connection_, 1, "line", {&act, 1}, {"Jana", "late"},
                               line_race_dawn + seconds{63}));
    connect_again();
    EXPECT_EQ(fence(), 3);
}

TEST_F(ResumingTest, TakesNothingBackOfAShardThatItDidNotGetAgain) {
    end_connection();
    theirs_keeper_.set_aside();
    theirs_.emplace(conninfo_);

    theirs_keeper_.follow_plan(*theirs_, Shards{});
    theirs_keeper_.follow_plan(*theirs_);

    EXPECT_EQ(fence(), 2) << "who knows who had it meanwhile";
}

} // namespace
} // namespace lanterne::ingest
