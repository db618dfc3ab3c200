#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/entry_scoring.hpp"
#include "ingest-server/rescoring.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "web-api/acts/act_store.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RescoringTest : public KeeperTest {
protected:
    RescoringTest() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        second_passes();
    }

    /// Both units' fixes in any order, and an act between.
    void race(unsigned seed) {
        std::mt19937 random{seed};
        for (const wire::Batch& batch : any_delivery(track_, random)) {
            turn(ada_unit, {batch});
        }
        const auto race = keeper_.races().at(0);
        const exchange::GivenAct act{.effective = line_race_dawn + seconds{63},
                                     .body = plan::StartWave{"all", 100}};
        ASSERT_TRUE(web::give_acts(connection_, race, "line", {&act, 1}, {"Jana", "late"},
                                   line_race_dawn + seconds{63}));
        for (const wire::Batch& batch : any_delivery(run_of(3.5), random)) {
            turn(bo_unit, {batch});
        }
        second_passes(6);
    }

    Rescoring rescored() { return rescore_from_store(connection_, line, wall_).value(); }
};

TEST_F(RescoringTest, FindsTheSameAsWasScoredLiveWhateverTheDelivery) {
    race(7);

    const Rescoring again = rescored();

    EXPECT_EQ(points_of("1") + ", " + points_of("2"), "start half finish, start half finish");
    EXPECT_THAT(again.differences, IsEmpty());
    EXPECT_EQ(again.digest, digest());
    EXPECT_EQ(again.stored_digest, digest());
    EXPECT_TRUE(again.is_same());
    EXPECT_EQ(again.fixes, track_.size() + run_of(3.5).size());
    EXPECT_EQ(again.acts, 1U);
    EXPECT_THAT(to_text(again, line), HasSubstr("the same; nothing was written\n"));
}

TEST_F(RescoringTest, SaysInWordsWhatDiffers) {
    race(8);
    connection_.run_script(
        "UPDATE race.passage p SET at = at - interval '250 ms' FROM plan.entry e "
        "WHERE p.entry_id = e.entry_id AND bib = '1' AND point = 'half' AND current;"
        "DELETE FROM race.passage p USING plan.entry e "
        "WHERE p.entry_id = e.entry_id AND bib = '2' AND point = 'half';"
        "UPDATE race.standing s SET rank = 9, status = 'disqualified' FROM plan.entry e "
        "WHERE s.entry_id = e.entry_id AND bib = '2';"
        "UPDATE race.race_state SET digest = 'other', engine = '1'");

    const Rescoring again = rescored();

    EXPECT_THAT(again.differences,
                ElementsAre(HasSubstr("bib 1, half, lap 1: 2018-"),
                            HasSubstr("bib 2, half, lap 1: none"), "bib 2, rank: 9 -> 2",
                            "bib 2, status: disqualified -> finished"));
    EXPECT_THAT(again.differences.front(), HasSubstr("(+0.250 s)"));
    EXPECT_FALSE(again.is_same());
    EXPECT_THAT(to_text(again, line), HasSubstr("stored digest other by engine 1\n"));
}

TEST_F(RescoringTest, WritesNothing) {
    race(9);
    connection_.run_script("DELETE FROM race.passage");
    const auto version = number("SELECT version FROM race.race_state");

    rescored();

    EXPECT_EQ(number("SELECT count(*) FROM race.passage"), 0);
    EXPECT_EQ(number("SELECT version FROM race.race_state"), version);
    EXPECT_EQ(number("SELECT fence FROM race.race_state"), 1) << "nothing is taken over";
}

TEST_F(RescoringTest, SaysWhyItCannot) {
    EXPECT_EQ(rescore_from_store(connection_, *Slug::from("nowhere"), wall_).error(),
              "nowhere: there is no such race");
    connection_.run_script("UPDATE plan.race_file SET content = 'no toml [' "
                           "WHERE name = 'race.toml'");
    EXPECT_THAT(rescore_from_store(connection_, line, wall_).error(), HasSubstr("race.toml:1"));
}

/// The race as an ingest would load it, not scored yet.
KeptRace loaded(database::Connection& connection, std::int32_t race) {
    plan_store::Definition definition = plan_store::definition(connection, race).value();
    return {std::move(definition.plan), std::move(definition.entries),
            plan_store::assignments(connection, race)};
}

TEST_F(RescoringTest, ComesToTheSameOnAnyNumberOfThreadsAndSaysHowFarItIs) {
    race(10);
    for (const unsigned threads : {1U, 2U, 7U}) {
        KeptRace race = loaded(connection_, keeper_.races().at(0));
        race.set_acts(plan_store::acts_after(connection_, keeper_.races().at(0), 0).acts);
        std::vector<std::size_t> said;

        const std::size_t fixes =
            rescore_entries(connection_, race, race.worn_entries(), threads,
                            [&](std::size_t done, std::size_t all) { said.push_back(all - done); });

        EXPECT_EQ(race.digest(), digest()) << threads;
        EXPECT_EQ(fixes, track_.size() + run_of(3.5).size());
        EXPECT_EQ(said.size(), 2U) << "once for each entry that was read";
    }
}

TEST_F(RescoringTest, ChangesNothingWhenTheDatabaseGoesAwayMeanwhile) {
    race(11);
    database::Connection lost{conninfo_};
    KeptRace race = loaded(connection_, keeper_.races().at(0));
    const std::string before = race.digest();
    EXPECT_THROW(lost.execute("SELECT pg_terminate_backend(pg_backend_pid())"),
                 database::ConnectionLost);

    EXPECT_THROW(rescore_entries(lost, race, race.worn_entries(), 4), database::ConnectionLost);

    EXPECT_EQ(race.digest(), before);
}

} // namespace
} // namespace lanterne::ingest
