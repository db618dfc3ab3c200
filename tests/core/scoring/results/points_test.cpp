#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/scoring/results/series.hpp"
#include "tests/core/scoring/results/written_race.hpp"

namespace lanterne::scoring::results {
namespace {

using written::bib;
using written::race;
using written::WrittenRace;

WrittenRace with_points(std::string_view text, plan::PointsRanking rule) {
    WrittenRace race = written::race(text);
    rule.id = "points";
    race.rules().points = {std::move(rule)};
    return race;
}

std::string points(const WrittenRace& race) {
    std::string text;
    const Tables tables = race.tables();
    for (const PointsRow& row : tables.points.front().rows) {
        text += fmt::format("{}{}{} {} {}.{:02}", text.empty() ? "" : " | ",
                            row.is_linked ? "~" : "", row.rank ? std::to_string(*row.rank) : "-",
                            row.bib.text(), row.hundredths / 100, row.hundredths % 100);
    }
    return text;
}

constexpr std::string_view stage = R"(
    bib  S  1   2   F
    1    0  10  22  30
    2    0  11  20  31
    3    0  12  21  32
    4    0  9   23  -
)";

TEST(Points, AreWonAtSprintsAndInARanking) {
    const WrittenRace race =
        with_points(stage, {.awards = {{.at = {"1"}, .places = {5, 3, 2}},
                                       {.at = {"2"}, .places = {5, 3, 2}},
                                       {.at = {""}, .ranking = "overall", .places = {10, 6}}}});

    // 4 won the first sprint and is out: he keeps his place there and loses his points.
    EXPECT_EQ(points(race), "1 1 15.00 | 2 2 13.00 | 3 3 3.00 | - 4 5.00");
}

TEST(Points, GoToTheNextWhereSomebodyIsDisqualified) {
    WrittenRace race = with_points(stage, {.awards = {{.at = {"1"}, .places = {5, 3, 2}}}});
    race.entry("4").ruled = plan::Rule{.bib = bib("4"), .status = plan::Ruled::disqualified};

    EXPECT_EQ(points(race), "1 1 5.00 | 2 2 3.00 | 3 3 2.00");
}

TEST(Points, OfADeadHeatAreGivenToEachOrShared) {
    constexpr std::string_view heat = R"(
        bib  S  1   F
        1    0  10  30
        2    0  10  31
        3    0  10  32
        4    0  11  33
    )";
    plan::PointsRanking rule{.awards = {{.at = {"1"}, .places = {5, 3, 0, 1}}}};
    EXPECT_EQ(points(with_points(heat, rule)), "~1 1 5.00 | ~1 2 5.00 | ~1 3 5.00 | 4 4 1.00");

    rule.shared = plan::SharedPoints::split;
    EXPECT_EQ(points(with_points(heat, rule)), "~1 1 2.66 | ~1 2 2.66 | ~1 3 2.66 | 4 4 1.00");
}

TEST(Points, FollowTheJudgesAtASprint) {
    WrittenRace race = with_points(R"(
        bib  S  1      F
        1    0  ~10.0  30
        2    0  ~10.1  31
    )",
                                   {.awards = {{.at = {"1"}, .places = {5, 3}}}});
    EXPECT_EQ(points(race), "~1 1 5.00 | ~1 2 5.00");

    race.record.orders = {{.at = {"1"}, .places = {{{bib("2")}}, {{bib("1")}}}}};
    EXPECT_EQ(points(race), "1 2 5.00 | 2 1 3.00");
}

TEST(Points, ThatAreEqualAreToldApartByWinsOrByTheRace) {
    constexpr std::string_view even = R"(
        bib  S  1   2   F
        1    0  10  21  31
        2    0  11  22  30
        3    0  12  20  32
    )";
    plan::PointsRanking rule{
        .awards = {{.at = {"1"}, .places = {5, 4, 0}}, {.at = {"2"}, .places = {4, 1, 1}}},
        .ties = {plan::PointsTie::wins}};
    // 1: 5 + 1; 2: 4 + 1; 3: 0 + 4.
    EXPECT_EQ(points(with_points(even, rule)), "1 1 6.00 | 2 2 5.00 | 3 3 4.00");

    rule.awards = {{.at = {"1"}, .places = {3, 2, 2}}, {.at = {"2"}, .places = {3, 2, 3}}};
    // 1: 3 + 2, 2: 2 + 3, 3: 2 + 3; 1 and 3 won one each.
    EXPECT_EQ(points(with_points(even, rule)), "1 1 5.00 | 2 3 5.00 | 3 2 5.00");
    rule.ties = {plan::PointsTie::ranking};
    EXPECT_EQ(points(with_points(even, rule)), "1 2 5.00 | 2 1 5.00 | 3 3 5.00");
}

TEST(Points, CanBeTakenAsAPenalty) {
    WrittenRace race = with_points(stage, {.awards = {{.at = {"2"}, .places = {5, 3, 2}}}});
    race.entry("2").penalties = {
        {.bib = bib("2"), .kind = plan::PenaltyKind::points, .time = {}, .count = 4}};

    EXPECT_EQ(points(race), "1 3 3.00 | 2 1 2.00 | 3 2 1.00");
}

std::string shown(const std::vector<SeriesRow>& rows) {
    std::string text;
    for (const SeriesRow& row : rows) {
        text +=
            fmt::format("{}{} {} {}:", text.empty() ? "" : " | ",
                        row.rank ? std::to_string(*row.rank) : "-", row.who, row.hundredths / 100);
        for (const SeriesRound& round : row.rounds) {
            const std::string points =
                round.hundredths ? std::to_string(*round.hundredths / 100) : "-";
            text += round.counts || !round.hundredths ? " " + points : " (" + points + ")";
        }
    }
    return text;
}

TEST(Series, AddUpTheBestRounds) {
    const std::vector<Round> rounds{{{"ann", 1}, {"bea", 2}, {"cat", 3}},
                                    {{"bea", 1}, {"ann", 5}},
                                    {{"ann", 2}, {"bea", 2}, {"cat", std::nullopt}}};

    EXPECT_EQ(
        shown(series_of({.places = {10, 7, 5}, .finishing = 1, .best = 2, .least = 2}, rounds)),
        "1 ann 17: 10 (1) 7 | 1 bea 17: (7) 10 7 | 3 cat 5: 5 - 0");
    EXPECT_EQ(shown(series_of({.places = {10, 7, 5}, .finishing = 1, .least = 3}, rounds)),
              "1 bea 24: 7 10 7 | 2 ann 18: 10 1 7 | - cat 5: 5 - 0");
}

TEST(Series, ShareThePointsOfADeadHeat) {
    const std::vector<Round> rounds{{{"ann", 1}, {"bea", 1}, {"cat", 3}}};

    EXPECT_EQ(shown(series_of({.places = {10, 6, 5}, .shared = plan::SharedPoints::split}, rounds)),
              "1 ann 8: 8 | 1 bea 8: 8 | 3 cat 5: 5");
}

TEST(Series, TellApartByWinsAndThenByTheLastRound) {
    const std::vector<Round> rounds{{{"ann", 1}, {"bea", 2}, {"cat", 3}},
                                    {{"cat", 1}, {"bea", 2}, {"ann", 3}}};

    EXPECT_EQ(
        shown(series_of(
            {.places = {3, 2, 1}, .ties = {plan::PointsTie::wins, plan::PointsTie::last}}, rounds)),
        "1 cat 4: 1 3 | 2 ann 4: 3 1 | 3 bea 4: 2 2");
}

} // namespace
} // namespace lanterne::scoring::results
