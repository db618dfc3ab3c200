#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-server/publishing.hpp"
#include "ingest-server/rescoring.hpp"
#include "tests/ingest-server/store/keeper_fixture.hpp"
#include "web-api/acts/act_store.hpp"

namespace lanterne::ingest {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PublishingTest : public KeeperTest {
protected:
    PublishingTest() {
        assign("1", ada_unit);
        assign("2", bo_unit);
        second_passes();
        turn(ada_unit, track_);
        turn(bo_unit, run_of(3.5));
        second_passes(6);
    }

    Result<Published, std::string> publish_as(const std::string& state) {
        return publish(connection_, {.race = line, .state = state, .who = "Jana", .why = "a test"});
    }

    void give(const plan::ActBody& body) {
        const exchange::GivenAct act{.effective = wall_, .body = body};
        ASSERT_TRUE(web::give_acts(connection_, keeper_.races().at(0), "line", {&act, 1},
                                   {"Jana", "a test"}, wall_));
        second_passes(6);
    }

    /// Everything of all publications.
    std::string all_published() {
        return text("SELECT string_agg(p::text, '|' ORDER BY revision) FROM race.publication p");
    }

    /// A row as an engine of before would have written it: it had 2 as the winner.
    void publish_by_older_engine(const std::string& state) {
        ASSERT_TRUE(publish_as("provisional"));
        connection_.run_script(
            "INSERT INTO race.publication (race_id, revision, state, engine, input_digest, digest, "
            "                              body, tables, who, why) "
            "SELECT race_id, 2, '" +
            state +
            "', '1', input_digest, repeat('0', 64), "
            "       replace(replace(replace(replace(replace(body, 'revision 1', 'revision 2'), "
            "               'state provisional', 'state " +
            state + "'), 'engine " + std::to_string(scoring::engine_version) +
            "', 'engine 1'), "
            "               'entry 2 finished 2', 'entry 2 finished 1'), "
            "               'entry 1 finished 1', 'entry 1 finished 2'), "
            "       tables, who, why FROM race.publication");
    }
};

TEST_F(PublishingTest, WritesARevisionWithItsStateAndAllTables) {
    const auto published = publish_as("provisional");

    ASSERT_TRUE(published) << published.error();
    EXPECT_EQ(published->publication.revision, 1U);
    EXPECT_EQ(published->publication.digest, digest());
    EXPECT_EQ(text("SELECT concat_ws(' ', revision, state, engine, digest, who, why) "
                   "FROM race.publication"),
              "1 provisional " + std::to_string(scoring::engine_version) + " " + digest() +
                  " Jana a test");
    EXPECT_EQ(text("SELECT tables::jsonb #>> '{0,rows,0,bib}' FROM race.publication"), "1");
    EXPECT_EQ(text("SELECT tables::jsonb #>> '{0,rows,2,outcome}' FROM race.publication"),
              "did_not_start");
    EXPECT_EQ(number("SELECT count(*) FROM race.publication WHERE tables LIKE '%Ada%' "
                     "OR body LIKE '%Ada%'"),
              0)
        << "ids, not names";
    EXPECT_THAT(to_text(*published, line), HasSubstr("line: published revision 1, provisional\n"));
}

TEST_F(PublishingTest, SaysWhatChangedSinceTheRevisionBefore) {
    ASSERT_TRUE(publish_as("provisional"));
    const auto same = publish_as("protest");
    give(plan::Rule{.bib = *Bib::from("1"), .status = plan::Ruled::disqualified, .article = "4.2"});
    const auto other = publish_as("official");

    EXPECT_THAT(same->differences, IsEmpty());
    EXPECT_EQ(other->before, 2U);
    EXPECT_THAT(other->differences, Contains("the inputs are others"));
    EXPECT_THAT(other->differences, Contains("1: finished -> disqualified"));
    EXPECT_THAT(other->differences, Contains("2: rank 2 -> 1"));
}

TEST_F(PublishingTest, RefusesInWordsWhatMayNotBe) {
    EXPECT_EQ(publish_as("final").error(),
              "--state is provisional, protest, official, amended or annulled, not 'final'");
    EXPECT_EQ(publish_as("live").error(),
              "--state is provisional, protest, official, amended or annulled, not 'live'");
    EXPECT_EQ(publish_as("official").error(),
              "line: the first results are live or provisional, not official; "
              "nothing was published");
    EXPECT_EQ(publish_as("annulled").error(),
              "line: nothing is published that could be annulled; nothing was published");
    EXPECT_EQ(publish(connection_,
                      {.race = *Slug::from("nowhere"), .state = "official", .who = "J", .why = "w"})
                  .error(),
              "nowhere: there is no such race");
    EXPECT_THAT(
        publish(connection_, {.race = line, .state = "official", .who = "", .why = "w"}).error(),
        HasSubstr("--who names a person, in 1 to 200 bytes"));
    EXPECT_THAT(
        publish(connection_,
                {.race = line, .state = "official", .who = "J", .why = std::string(501, 'w')})
            .error(),
        HasSubstr("--why gives the reason, in 1 to 500 bytes"));
    EXPECT_THAT(
        publish(connection_, {.race = line, .state = "provisional", .who = "J", .why = "a\nb"})
            .error(),
        HasSubstr("on one line"));
    EXPECT_EQ(number("SELECT count(*) FROM race.publication"), 0);

    ASSERT_TRUE(publish_as("provisional"));
    ASSERT_TRUE(publish_as("official"));
    EXPECT_EQ(publish_as("provisional").error(),
              "line: official results do not become provisional; nothing was published");
}

TEST_F(PublishingTest, DoesNotPutANameToWhatCannotBeRead) {
    connection_.run_script("INSERT INTO plan.act (race_id, number, effective, recorded, who, why, "
                           "                      body) "
                           "SELECT race_id, 1, starts_at, starts_at, 'J', 'w', '{\"act\":\"?\"}' "
                           "FROM plan.race");

    EXPECT_THAT(publish_as("provisional").error(), HasSubstr("act 1 cannot be read"));
}

TEST_F(PublishingTest, AnnulsWhatWasPublishedWithoutMakingOtherResults) {
    ASSERT_TRUE(publish_as("provisional"));
    give(plan::Rule{.bib = *Bib::from("1"), .status = plan::Ruled::disqualified});

    const auto annulled = publish_as("annulled");

    ASSERT_TRUE(annulled) << annulled.error();
    EXPECT_THAT(annulled->differences, IsEmpty());
    EXPECT_EQ(number("SELECT count(DISTINCT (tables, digest)) FROM race.publication"), 1);
    EXPECT_EQ(publish_as("provisional").error(),
              "line: annulled results do not become provisional; nothing was published");
}

TEST_F(PublishingTest, StaysAsItIsWhateverANewerEngineSays) {
    publish_by_older_engine("official");
    const std::string before = all_published();

    const Rescoring again = rescore_from_store(connection_, line, wall_).value();
    second_passes(6);

    EXPECT_EQ(again.published, 2U);
    EXPECT_THAT(again.published_otherwise,
                Contains("engine 1 -> " + std::to_string(scoring::engine_version)));
    EXPECT_THAT(again.published_otherwise, Contains("1: rank 2 -> 1"));
    EXPECT_THAT(again.published_otherwise, Contains("2: rank 1 -> 2"));
    EXPECT_THAT(again.differences, IsEmpty());
    EXPECT_FALSE(again.is_same());
    EXPECT_THAT(to_text(again, line), HasSubstr("publication 2 says otherwise; since it:\n"));
    EXPECT_EQ(all_published(), before);
    EXPECT_ANY_THROW(connection_.run_script("UPDATE race.publication SET state = 'annulled'"));
    EXPECT_ANY_THROW(connection_.run_script("DELETE FROM race.publication"));
    EXPECT_EQ(all_published(), before);

    // What the newer engine says becomes official by a person's word alone.
    ASSERT_TRUE(publish_as("amended"));
    EXPECT_THAT(all_published(), HasSubstr(before));
    EXPECT_EQ(number("SELECT count(*) FROM race.publication"), 3);
}

TEST_F(PublishingTest, IsNoPartOfRescoring) {
    const Rescoring first = rescore_from_store(connection_, line, wall_).value();
    EXPECT_EQ(first.published, std::nullopt);
    EXPECT_TRUE(first.is_same());
    EXPECT_THAT(to_text(first, line), Not(HasSubstr("publication")));
    EXPECT_EQ(number("SELECT count(*) FROM race.publication"), 0);

    ASSERT_TRUE(publish_as("provisional"));
    const Rescoring then = rescore_from_store(connection_, line, wall_).value();
    EXPECT_TRUE(then.is_same());
    EXPECT_THAT(to_text(then, line), HasSubstr("publication 1 says the same\n"));
}

TEST_F(PublishingTest, FindsTheTablesOfTheRaceInTheDatabase) {
    EXPECT_EQ(text("SELECT string_agg(concat_ws(' ', kind, ranking, place), ',') "
                   "FROM race.ranking"),
              "ranking overall 0");
    EXPECT_EQ(text("SELECT body::jsonb #>> '{rows,0,bib}' FROM race.ranking"), "1");
    EXPECT_EQ(text("SELECT string_agg(DISTINCT ranking, ',') FROM race.standing"), "overall");
    const auto version = number("SELECT version FROM race.ranking");

    second_passes(6);
    EXPECT_EQ(number("SELECT version FROM race.ranking"), version) << "nothing changed";

    give(plan::Rule{.bib = *Bib::from("1"), .status = plan::Ruled::disqualified, .article = "4.2"});
    EXPECT_EQ(text("SELECT body::jsonb #>> '{rows,0,bib}' FROM race.ranking"), "2");
    EXPECT_EQ(text("SELECT body::jsonb #>> '{rows,1,article}' FROM race.ranking"), "4.2");
    EXPECT_GT(number("SELECT version FROM race.ranking"), version);
}

} // namespace
} // namespace lanterne::ingest
