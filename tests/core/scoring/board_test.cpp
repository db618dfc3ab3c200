#include <algorithm>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::board;
using drawn::circuit;
using drawn::laps_of;
using drawn::race_on;
using drawn::walk;

constexpr Metres cell{8};

// "overall: 1 2 | overall-short: 3 4 | : 5": bibs by ranking, in the order of the board.
std::string sections(const Race& race, UtcTime as_of) {
    std::string text;
    std::optional<std::string> last;
    for (const Standing& standing : race.standings(as_of)) {
        if (standing.ranking != last) {
            text += (last ? " | " : "") + standing.ranking + ":";
            last = standing.ranking;
        }
        text += " " + standing.bib.text();
    }
    return text;
}

Race two_distances() {
    plan::RacePlan plan = race_on(cell, "S-----1-----------F", {"1", "2", "3", "4"});
    plan.variants.push_back(
        {.id = "short", .name = "Short", .course = race_on(cell, "S-----F", {}).course});
    plan.categories = {{.id = "long", .name = "Long"},
                       {.id = "kids", .name = "Kids", .variant = "short"}};
    for (std::size_t i = 0; i < plan.entries.size(); ++i) {
        plan.entries[i].category = i < 2 ? "long" : "kids";
    }
    return Race{std::move(plan)};
}

TEST(Board, RanksEachCourseByItself) {
    Race race = two_distances();
    race.rescore(bib("1"), walk(cell, ">>>>>>>>>>"));
    race.rescore(bib("2"), walk(cell, "oo>>>>>>>>"));
    race.rescore(bib("3"), walk(cell, ">>>>>>>>>>>>>>>>>"));
    race.rescore(bib("4"), walk(cell, "ooooo>>>>>"));

    EXPECT_EQ(sections(race, at(20)), "overall: 1 2 | overall-short: 3 4");
    const std::vector<Standing> standings = race.standings(at(20));
    EXPECT_EQ(standings[2].status, Status::finished);
    EXPECT_EQ(standings[2].rank, 1U);
    EXPECT_EQ(standings[3].rank, 2U);
    EXPECT_NEAR(static_cast<double>(standings[3].gap->count()), 10'000, 800);
}

TEST(Board, HasTheRanksOfTheFirstRankingOfTheRules) {
    plan::RacePlan plan = race_on(cell, "S-----F", {"1", "2", "3"});
    plan.entries[1].sex = plan::Sex::female;
    plan.rules.rankings = {{.id = "women", .who = {.sexes = {plan::Sex::female}}},
                           {.id = "all", .display = {.unit = Milliseconds{10}}}};
    Race race{std::move(plan)};
    race.rescore(bib("1"), walk(cell, "oo>>>>>>>>>>>>>>>"));
    race.rescore(bib("2"), walk(cell, "oooooo>>>>>>>>>>>>>>>"));

    EXPECT_EQ(sections(race, at(30)), "women: 2 | all: 1 3");
    EXPECT_EQ(race.standings(at(30))[0].rank, 1U);
    EXPECT_EQ(race.standings(at(30))[1].rank, 1U);
    const results::Tables tables = race.tables(at(30));
    EXPECT_EQ(tables.rankings[1].rows[1].bib, bib("2"));
    EXPECT_EQ(tables.rankings[1].rows[1].rank, 2U);
}

TEST(Board, GivesNoRankToWhomNoRankingNames) {
    plan::RacePlan plan = race_on(cell, "S-----F", {"1", "2"});
    plan.entries[1].category = "guests";
    plan.entries[0].category = "racers";
    plan.rules.rankings = {{.id = "racers", .who = {.categories = {"racers"}}}};
    Race race{std::move(plan)};
    race.rescore(bib("2"), walk(cell, ">>>>>>>>>>"));

    EXPECT_EQ(board(race, at(30)), "1 not_started - - | 2 finished - -");
}

// In a race of laps the leader's last lap ends it for all. Who is on that lap is before everybody
// who has fewer, in or not.
TEST(Board, PutsWhoHasMoreLapsBeforeWhoIsInWithFewer) {
    plan::RacePlan plan = circuit(3, {"1", "2", "3"});
    plan.rules.end = {.by = plan::EndBy::leader, .line = "lap", .lapped = plan::Lapped::go_on};
    Race race{std::move(plan)};
    race.rescore(bib("1"), laps_of({200, 200, 200}));
    race.rescore(bib("2"), laps_of({230, 230, 230}, 660)); // on the last lap at 660 s
    race.rescore(bib("3"), laps_of({310, 310, 310}, 660)); // in at 620 s, a lap behind

    EXPECT_EQ(board(race, at(660)).substr(0, 21), "1 finished 1 +0.0 | 2");
    const std::vector<Standing> standings = race.standings(at(660));
    EXPECT_EQ(standings[1].status, Status::racing);
    EXPECT_EQ(standings[1].rank, 2U);
    EXPECT_EQ(standings[2].status, Status::finished);
    EXPECT_EQ(standings[2].rank, 3U);
    EXPECT_EQ(standings[2].gap, std::nullopt); // a lap is no time
}

TEST(Board, SaysWhatTheRulesSayOfWhoIsOut) {
    plan::RacePlan plan = race_on(cell, "S-----1-----F", {"1", "2", "3", "4"});
    plan.rules.cut_offs = {
        {.at = {"1"}, .from = plan::LimitFrom::gun, .limit = Milliseconds{20'000}}};
    Race race{std::move(plan)};
    race.set_acts({act(1, 60, plan::Rule{.bib = bib("3"), .status = plan::Ruled::not_classified}),
                   act(2, 60, plan::Rule{.bib = bib("4"), .status = plan::Ruled::did_not_start})});
    race.rescore(bib("1"), walk(cell, ">>>>>>>>>>>>>>>"));
    race.rescore(bib("2"), walk(cell, "oooooo>>>>>>>>>>>>>>>"));
    race.rescore(bib("3"), walk(cell, "o>>>>>>>>>>>>>>>"));

    EXPECT_EQ(board(race, at(60)), "1 finished 1 +0.0 | 2 over_time_limit - - | "
                                   "3 not_classified - - | 4 did_not_start - -");
}

TEST(Digest, ChangesWithWhateverTheTablesSay) {
    const auto digest_with = [](plan::Rules rules, std::vector<plan::Act> acts = {}) {
        plan::RacePlan plan = race_on(cell, "S-----1-----F", {"7", "8"});
        plan.rules = std::move(rules);
        Race race{std::move(plan)};
        race.set_acts(std::move(acts));
        race.rescore(bib("7"), walk(cell, ">>>>>>>>>>>>>>>>>>>>"));
        race.rescore(bib("8"), walk(cell, "oo>>>>>>>>>>>>>>>>>>"));
        return race.digest();
    };
    const auto out = [](std::string article) {
        return act(1, 60,
                   plan::Rule{.bib = bib("8"),
                              .status = plan::Ruled::disqualified,
                              .article = std::move(article)});
    };

    const std::string usual = digest_with({});
    EXPECT_EQ(digest_with({}), usual);
    EXPECT_NE(digest_with({.rankings = {{.id = "overall", .display = {.unit = Milliseconds{10}}}}}),
              usual);
    EXPECT_NE(digest_with({.points = {{.id = "p", .awards = {{.at = {"1"}, .places = {3, 1}}}}}}),
              usual);
    EXPECT_NE(digest_with({}, {out("4.2")}), digest_with({}, {out("4.3")}));
}

} // namespace
} // namespace lanterne::scoring
