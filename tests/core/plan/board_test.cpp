#include <gtest/gtest.h>

#include "core/plan/board.hpp"

namespace lanterne::plan {
namespace {

course::Course line() {
    const geo::Polyline way{{Position{Latitude{45'000'000}, Longitude{13'000'000}},
                             Position{Latitude{45'000'000}, Longitude{13'010'000}}}};
    return course::Course{
        {{.id = "run", .name = "Run", .sport = course::Sport::run, .line = way}}, {}, {}};
}

// Elite on the race's own course, juniors on a shorter one.
RacePlan race() {
    RacePlan plan{.name = "Race",
                  .slug = *Slug::from("race"),
                  .time_zone = "Europe/Paris",
                  .start = *parse_time("2026-06-14T07:00:00Z"),
                  .course = line(),
                  .waves = {{.id = "all", .name = "All"}},
                  .categories = {{.id = "elite"}, {.id = "junior", .variant = "short"}}};
    plan.variants.push_back({.id = "short", .name = "Short", .course = line()});
    plan.entries = {
        {.bib = *Bib::from("1"), .sex = Sex::female, .category = "elite", .wave = "all"},
        {.bib = *Bib::from("2"),
         .sex = Sex::male,
         .birth_year = 2008,
         .category = "junior",
         .wave = "all"}};
    return plan;
}

std::string shown_in(const RacePlan& plan, std::size_t entry) {
    const std::vector<Ranking> rankings = rankings_of(plan);
    const auto at = board_ranking(plan, rankings, plan.entries.at(entry));
    return at ? rankings.at(*at).id : "none";
}

TEST(Board, ShowsEachCourseByItselfWhereTheRulesNameNoRanking) {
    const RacePlan plan = race();

    EXPECT_EQ(shown_in(plan, 0), "overall");
    EXPECT_EQ(shown_in(plan, 1), "overall-short");
}

TEST(Board, HasNoRankingForACourseThatNobodyGoes) {
    RacePlan plan = race();
    plan.entries.pop_back();

    EXPECT_EQ(rankings_of(plan).size(), 1U);
}

TEST(Board, ShowsAnEntryInTheFirstRankingThatNamesIt) {
    RacePlan plan = race();
    plan.rules.rankings = {{.id = "climb", .basis = TimeBasis::segment, .segment = "climb"},
                           {.id = "women", .who = {.sexes = {Sex::female}}},
                           {.id = "all"}};

    EXPECT_EQ(shown_in(plan, 0), "women");
    EXPECT_EQ(shown_in(plan, 1), "all");
}

TEST(Board, HasNoPlaceForWhomNoRankingNames) {
    RacePlan plan = race();
    plan.rules.rankings = {{.id = "elite", .who = {.variants = {""}}}};

    EXPECT_EQ(shown_in(plan, 1), "none");
}

TEST(Filters, CountTheYearsThatSomebodyTurnsInTheYearOfTheRace) {
    const RacePlan plan = race();
    const Entry& junior = plan.entries[1]; // 18 in 2026

    EXPECT_TRUE(is_in({.oldest = 18}, plan, junior));
    EXPECT_FALSE(is_in({.oldest = 17}, plan, junior));
    EXPECT_TRUE(is_in({.youngest = 18, .oldest = 18}, plan, junior));
    EXPECT_FALSE(is_in({.youngest = 19}, plan, junior));
    EXPECT_FALSE(is_in({.youngest = 1}, plan, plan.entries[0])); // nobody knows when it was born
    EXPECT_TRUE(is_in({}, plan, plan.entries[0]));
}

} // namespace
} // namespace lanterne::plan
