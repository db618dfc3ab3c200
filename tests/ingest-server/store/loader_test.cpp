#include <condition_variable>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/race_load.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::ingest {
namespace {

using support::wait_until;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Holds the thread that loads where the test wants it.
class Gate {
public:
    /// Whoever comes for the nth time, counted from now on, waits.
    void shut_at(int nth) {
        const std::lock_guard lock{mutex_};
        shut_at_ = came_ + nth;
    }

    void open() {
        {
            const std::lock_guard lock{mutex_};
            shut_at_.reset();
        }
        changed_.notify_all();
    }

    void pass() {
        std::unique_lock lock{mutex_};
        ++came_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return !shut_at_ || came_ < *shut_at_; });
    }

    bool has_somebody_waiting() {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::minutes{1},
                                 [&] { return shut_at_ && came_ >= *shut_at_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<int> shut_at_;
    int came_ = 0;
};

/// Two ingests on one database: that of the fixture, and one that loads its races beside. Its
/// thread asks the clock when it begins with a race, and after each entry that it has read.
class LoaderTest : public KeeperTest {
protected:
    LoaderTest() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        turn(ada_unit, track_);
        for (Sequence first = 0; first < half_of_bo_; first += 50) {
            turn(bo_unit, {batch_of(slower_, first, 50)});
        }
    }

    ~LoaderTest() override { gate_.open(); }

    /// Another has the race, or had it last.
    void take_over() {
        keeper_.follow_plan(connection_);
        ASSERT_THAT(keeper_.races(), ElementsAre(1));
    }

    /// What was loaded is at hand, and is looked at.
    void take_loaded() {
        ASSERT_TRUE(wait_until([&] { return loading_.has_loaded(); }, std::chrono::minutes{1}));
        loading_.take_loaded(theirs_);
    }

    /// What is being loaded is of no use to anybody: another has the race.
    void expect_nothing_is_taken_once_another_took_over() {
        take_over();
        second_passes();
        const std::string before = written();
        gate_.open();
        take_loaded();
        EXPECT_THAT(loading_.races(), IsEmpty());
        EXPECT_EQ(written(), before);
    }

    /// All of the race that anybody can have written.
    std::string written() {
        return text("SELECT concat_ws(' ', fence, version, last_event, digest, "
                    "(SELECT count(*) FROM race.passage), (SELECT count(*) FROM race.standing)) "
                    "FROM race.race_state");
    }

    /// The fixture's ingest takes the rest of the race, and has the right results.
    void expect_the_owner_scores_on() {
        for (Sequence first = half_of_bo_; first < slower_.size(); first += 50) {
            turn(bo_unit,
                 {batch_of(slower_, first, std::min<std::size_t>(50, slower_.size() - first))});
        }
        second_passes(6);
        EXPECT_EQ(digest(), right_digest());
        EXPECT_EQ(points_of("1") + ", " + points_of("2"), "start half finish, start half finish");
        EXPECT_EQ(number("SELECT count(*) FROM race.rescore_due"), 0);
    }

    std::string right_digest() {
        scoring::Race alone{plan_store::definition(connection_, 1)->plan};
        alone.rescore(*Bib::from("1"), track_);
        alone.rescore(*Bib::from("2"), slower_);
        return alone.digest();
    }

    static constexpr Sequence half_of_bo_ = 250;
    const std::vector<Fix> slower_ = run_of(3.5);
    Gate gate_;
    const std::thread::id here_ = std::this_thread::get_id();
    const Clock gated_{[this] { return wall_; },
                       [this] {
                           if (std::this_thread::get_id() != here_) {
                               gate_.pass();
                               return SteadyTime{};
                           }
                           return steady_;
                       }};
    database::Connection theirs_{conninfo_};
    RaceKeeper loading_{watch_, gated_, 78, conninfo_};
};

/// Where the load is when another ingest takes the race over.
class LostFence : public LoaderTest, public ::testing::WithParamInterface<int> {};

constexpr int loaded = 0;

TEST_P(LostFence, IsNoticedWhereverTheLoadIsAndNothingIsWrittenUnderIt) {
    if (GetParam() != loaded) {
        gate_.shut_at(GetParam());
    }
    loading_.follow_plan(theirs_);
    if (GetParam() != loaded) {
        ASSERT_TRUE(gate_.has_somebody_waiting());
    } else {
        ASSERT_TRUE(wait_until([&] { return loading_.has_loaded(); }, std::chrono::minutes{1}));
    }

    expect_nothing_is_taken_once_another_took_over();

    EXPECT_EQ(troubles("race_taken_over"), 1);
    EXPECT_EQ(troubles("race_dropped"), 0);
    expect_the_owner_scores_on();
}

INSTANTIATE_TEST_SUITE_P(AtEachPlace, LostFence,
                         ::testing::Values(1, ///< before the thread's first statement
                                           2, ///< within the transaction that reads
                                           3, ///< the last entry is read
                                           loaded));

TEST_F(LoaderTest, ThrowsAwayWhatItLoadedOfAShardThatAnotherHasByNow) {
    gate_.shut_at(2);
    loading_.follow_plan(theirs_, Shards{0});
    ASSERT_TRUE(gate_.has_somebody_waiting());

    loading_.follow_plan(theirs_, Shards{}); // as of a connection that was lost: it has none
    expect_nothing_is_taken_once_another_took_over();

    EXPECT_EQ(troubles("race_taken_over"), 0) << "nobody took what it wanted to keep";
    expect_the_owner_scores_on();
}

TEST_F(LoaderTest, LoadsAnewWhenTheShardComesBackBeforeTheOldLoadIsOver) {
    gate_.shut_at(2);
    loading_.follow_plan(theirs_, Shards{0});
    ASSERT_TRUE(gate_.has_somebody_waiting());
    loading_.follow_plan(theirs_, Shards{});
    take_over();
    second_passes();
    ASSERT_THAT(keeper_.races(), ElementsAre(1));

    loading_.follow_plan(theirs_, Shards{0}); // claims it under another fence
    gate_.open();
    take_loaded();
    if (loading_.races().empty()) { // that was the old one
        take_loaded();
    }

    EXPECT_THAT(loading_.races(), ElementsAre(1));
    EXPECT_EQ(number("SELECT fence FROM race.race_state"), 3);
    EXPECT_EQ(points_of("1"), "start half finish");
    turn(bo_unit, {batch_of(slower_, half_of_bo_, 50)}); // the fixture's notices, and leaves word
    EXPECT_THAT(keeper_.races(), IsEmpty());
    EXPECT_EQ(troubles("race_taken_over"), 1);
}

TEST_F(LoaderTest, GivesALoadUpWithTheEntryThatItIsAt) {
    struct Enough {};

    const LoadOrder order{plan_store::races(theirs_).at(0),
                          results_store::claim(theirs_, 1, 78, 1, wall_)};
    const std::string before = written();
    int calls = 0;

    EXPECT_THROW(load_race(theirs_, order, wall_,
                           [&](std::size_t, std::size_t) {
                               ++calls;
                               throw Enough{};
                           }),
                 Enough);

    EXPECT_EQ(calls, 1) << "two entries are worn";
    EXPECT_EQ(written(), before);
    EXPECT_TRUE(load_race(theirs_, order, wall_, {}).race) << "by the same connection";
}

TEST_F(LoaderTest, EndsAtOnceThoughAStatementOfItsWaits) {
    database::Connection blocker{conninfo_};
    blocker.run_script("BEGIN; LOCK TABLE race.missing IN ACCESS EXCLUSIVE MODE");
    const auto began = std::chrono::steady_clock::now();
    {
        RaceKeeper ending{watch_, clock_, 79, conninfo_};
        ending.follow_plan(theirs_);
        ASSERT_TRUE(wait_until([&] {
            return number("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
                          "(SELECT oid FROM pg_database WHERE datname = current_database())") > 0;
        }));
    }

    EXPECT_LT(std::chrono::steady_clock::now() - began, RaceLoader::answer_limit)
        << "the statement was waited for";
    blocker.run_script("COMMIT");
    take_over();
    expect_the_owner_scores_on();
}

} // namespace
} // namespace lanterne::ingest
