#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "tests/core/scoring/results/written_race.hpp"

namespace lanterne::scoring::results {
namespace {

using written::bib;

// A field with everything in it: ties, judges, penalties, teams, laps, who is out.
written::WrittenRace everything(std::mt19937& random) {
    std::string text = "bib team S L L F\n";
    for (int i = 1; i <= 60; ++i) {
        const auto lap = 10 + static_cast<double>(random() % 8) / 2;
        const bool is_out = random() % 10 == 0;
        text += std::to_string(i) + " t" + std::to_string(random() % 9) + " 0 ~" +
                std::to_string(lap) + " ~" + std::to_string(2 * lap) + " " +
                (is_out ? "-" : "~" + std::to_string(3 * lap)) + "\n";
    }
    written::WrittenRace race = written::race(text);
    race.rules().end = {.by = plan::EndBy::leader, .line = "L", .lapped = plan::Lapped::go_on};
    race.rules().rankings = {{.id = "laps", .by = plan::Measure::laps},
                             {.id = "groups", .group_gap = Milliseconds{1'000}}};
    race.rules().teams = {{.id = "teams", .ranking = "laps", .n = 3}};
    race.rules().points = {{.id = "points",
                            .awards = {{.at = {"L", 2}, .places = {5, 3, 2, 1}}},
                            .shared = plan::SharedPoints::split,
                            .ties = {plan::PointsTie::wins}}};
    for (EntryRecord& record : race.record.entries) {
        if (random() % 7 == 0) {
            record.penalties.push_back({.bib = record.entry->bib,
                                        .kind = plan::PenaltyKind::places,
                                        .time = {},
                                        .count = static_cast<std::uint32_t>(random() % 5)});
        }
    }
    race.record.orders = {{.at = {"F", 3}, .places = {{{bib("4")}}, {{bib("9"), bib("5")}}}}};
    return race;
}

TEST(Results, AreTheSameBytesWhateverTheOrderOfTheEntries) {
    for (unsigned seed = 1; seed <= 50; ++seed) {
        std::mt19937 random{seed};
        written::WrittenRace race = everything(random);
        const std::string expected = canonical_text(race.tables());

        std::ranges::shuffle(race.record.entries, random);

        EXPECT_EQ(canonical_text(race.tables()), expected) << "seed " << seed;
    }
}

TEST(Results, NameEveryEntryOnceAndNeverRankTheLaterBetter) {
    for (unsigned seed = 1; seed <= 50; ++seed) {
        std::mt19937 random{seed};
        const Tables tables = everything(random).tables();

        for (const Table& table : tables.rankings) {
            EXPECT_EQ(table.rows.size(), 60U);
            EXPECT_TRUE(std::ranges::is_sorted(
                table.rows, {}, [](const Row& row) { return row.rank.value_or(61); }))
                << "seed " << seed;
        }
    }
}

TEST(Results, SayWhatBecameOfEachEntryInTheOrderOfTheRecord) {
    written::WrittenRace race = written::race(R"(
        bib  S  F
        1    0  10
        2    0  -
    )");

    EXPECT_EQ(outcomes_of(race.record, std::nullopt),
              (std::vector{plan::Outcome::finished, plan::Outcome::did_not_finish}));
    std::ranges::reverse(race.record.entries);
    EXPECT_EQ(outcomes_of(race.record, written::at(20)),
              (std::vector{plan::Outcome::racing, plan::Outcome::finished}));
}

TEST(Results, OfNobodyAreEmpty) {
    written::WrittenRace race = written::race(R"(
        bib  S  F
    )");
    race.rules().end = {.by = plan::EndBy::time, .line = "F", .lapped = plan::Lapped::pulled};
    race.rules().rankings = {{.id = "all", .group_gap = Milliseconds{1'000}}};

    EXPECT_EQ(written::board(race), "");
}

} // namespace
} // namespace lanterne::scoring::results
