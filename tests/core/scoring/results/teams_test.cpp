#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/core/scoring/results/written_race.hpp"

namespace lanterne::scoring::results {
namespace {

using written::bib;
using written::race;
using written::WrittenRace;

constexpr std::string_view clubs = R"(
    bib  team   S  F
    1    red    0  10
    2    blue   0  11
    3    blue   0  12
    4    green  0  13
    5    red    0  15
    6    green  0  -
    7    -      0  9
)";

WrittenRace by(plan::TeamBy by, std::vector<plan::TeamTie> ties = {}) {
    WrittenRace race = written::race(clubs);
    race.rules().teams = {
        {.id = "teams", .name = "Teams", .ranking = "overall", .by = by, .n = 2, .ties = ties}};
    return race;
}

std::string teams(const WrittenRace& race) {
    std::string text;
    const Tables tables = race.tables();
    for (const TeamRow& row : tables.teams.front().rows) {
        text += fmt::format("{}{} {} {} {}", text.empty() ? "" : " | ",
                            row.rank ? std::to_string(*row.rank) : "-", row.team,
                            row.time ? std::to_string(row.time->count() / 1'000) : "-", row.places);
    }
    return text;
}

TEST(Teams, AreOrderedByTheSumOfTheirBestTimes) {
    EXPECT_EQ(teams(by(plan::TeamBy::sum_times)), "1 blue 23 7 | 2 red 25 8 | - green - 0");
}

TEST(Teams, AreOrderedByTheTimeOfTheirNth) {
    EXPECT_EQ(teams(by(plan::TeamBy::nth_time)), "1 blue 12 7 | 2 red 15 8 | - green - 0");
}

TEST(Teams, WithTooFewInHaveNoPlaceUntilTheNextOneIsIn) {
    WrittenRace race = by(plan::TeamBy::sum_places);
    EXPECT_EQ(teams(race), "1 blue - 7 | 2 red - 8 | - green - 0");

    race.entry("6").passages.push_back({.point = 1, .time = written::at(14)});
    // 6 takes the sixth place from 5.
    EXPECT_EQ(teams(race), "1 blue - 7 | 2 red - 9 | 3 green - 11");
}

TEST(Teams, OfTheSameSumSharePlacesOrAreToldApartByTheirRule) {
    constexpr std::string_view even = R"(
        bib  team  S  F
        1    red   0  10
        2    blue  0  11
        3    blue  0  12
        4    red   0  13
    )";
    const auto with = [&](std::vector<plan::TeamTie> ties) {
        WrittenRace race = written::race(even);
        race.rules().teams = {{.id = "t",
                               .name = "t",
                               .ranking = "overall",
                               .by = plan::TeamBy::sum_places,
                               .n = 2,
                               .ties = std::move(ties)}};
        return teams(race);
    };

    EXPECT_EQ(with({}), "1 blue - 5 | 1 red - 5");
    EXPECT_EQ(with({plan::TeamTie::last_place}), "1 blue - 5 | 2 red - 5");
    EXPECT_EQ(with({plan::TeamTie::best_place}), "1 red - 5 | 2 blue - 5");
}

WrittenRace relay() {
    WrittenRace race = written::race(R"(
        bib  S  A>  B>  F
        1    0  10  20  30
        2    0  9   -   32
        3    0  11  22  -
    )");
    for (plan::Entry& entry : race.plan->entries) {
        entry.members = {{"a", "Ann"}, {"b", "Bob"}, {"f", "Fay"}};
    }
    return race;
}

TEST(Relays, NameWhoWentEachLeg) {
    const Tables tables = relay().tables();

    const Row& first = tables.rankings.front().rows.front();
    ASSERT_EQ(first.segments.size(), 3U);
    EXPECT_EQ(first.segments[0].member, "Ann");
    EXPECT_EQ(first.segments[2].member, "Fay");
}

TEST(Relays, WithAChangeThatNobodySawHaveATimeAndNoTimesOfTheLegsAroundIt) {
    const WrittenRace race = relay();

    EXPECT_EQ(written::board(race), "1 1 0:30 +0:00 | 2 2 0:32 +0:02 | - 3 DNF");
    EXPECT_EQ(written::legs(race), "1 a 0:10 (2) b 0:10 (1) f 0:10 (1) | 2 a 0:09 (1) | "
                                   "3 a 0:11 (3) b 0:11 (2)");
}

} // namespace
} // namespace lanterne::scoring::results
