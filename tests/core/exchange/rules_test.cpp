#include <fstream>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/rules_keys.hpp"
#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

using testing::ContainerEq;
using testing::HasSubstr;

FolderFiles with_rules(const std::string& rules) {
    FolderFiles files = small_folder();
    files["race.toml"] += "\n" + rules;
    return files;
}

plan::Rules rules_of(const std::string& rules) {
    const auto plan = read_race_folder(with_rules(rules));
    EXPECT_TRUE(plan) << faults_of(with_rules(rules));
    return plan ? plan->rules : plan::Rules{};
}

TEST(RulesToml, AreTheUsualOnesWhereTheFileSaysNothing) { EXPECT_EQ(rules_of(""), plan::Rules{}); }

TEST(RulesToml, SayHowARaceOfLapsEnds) {
    const plan::Rules rules = rules_of(R"([results]
end = "time"
line = "out"
minutes = 40
laps = 3
lapped = "pulled"
order = ["finished", "lapped"]
)");

    EXPECT_EQ(rules.end, (plan::RaceEnd{.by = plan::EndBy::time,
                                        .line = "out",
                                        .laps = 3,
                                        .minutes = std::chrono::minutes{40},
                                        .lapped = plan::Lapped::pulled}));
    EXPECT_EQ(rules.order, (std::vector{plan::Outcome::finished, plan::Outcome::lapped}));
}

TEST(RulesToml, MakeRankings) {
    const plan::Rules rules = rules_of(R"([[segment]]
id = "way-back"
from = "out/2"
to = "finish"
[[ranking]]
id = "veterans"
name = "Veterans"
sexes = ["female", "other"]
youngest = 40
waves = ["early"]
basis = "segment"
segment = "way-back"
rounding = "up"
unit_s = 0.1
ties = ["way-back", "older"]
group_gap_s = 1
prizes = 5
qualifies = 12
)");

    const plan::Segment way_back{"way-back", "way-back", {"out", 2}, {"finish", 2}};
    EXPECT_EQ(rules.segments, std::vector{way_back});
    EXPECT_EQ(rules.rankings,
              (std::vector{plan::Ranking{
                  .id = "veterans",
                  .name = "Veterans",
                  .who = {.waves = {"early"},
                          .sexes = {plan::Sex::female, plan::Sex::other},
                          .youngest = 40},
                  .basis = plan::TimeBasis::segment,
                  .segment = "way-back",
                  .display = {.rounding = plan::Rounding::up, .unit = Milliseconds{100}},
                  .ties = {{plan::TieBreak::segment, "way-back"}, {plan::TieBreak::older, ""}},
                  .group_gap = Milliseconds{1'000},
                  .prizes = 5,
                  .qualifies = 12}}));
}

TEST(RulesToml, MakeCutOffsCardsTeamsAndPoints) {
    const plan::Rules rules = rules_of(R"([[cutoff]]
at = "out/1"
after_start_s = 90.5
[[cutoff]]
at = "finish"
winner_percent = 108
[[card]]
name = "red"
disqualified_at = 2
[[team_ranking]]
id = "clubs"
ranking = "overall"
by = "nth-time"
n = 4
ties = ["best-place"]
[[points_ranking]]
id = "sprints"
shared = "split"
who_is_out = "keeps"
ties = ["wins"]
[[award]]
points_ranking = "sprints"
at = "back/1"
places = [5, 3]
[[award]]
points_ranking = "sprints"
ranking = "overall"
places = [10]
)");

    ASSERT_EQ(rules.cut_offs.size(), 2U);
    EXPECT_EQ(rules.cut_offs[0].limit, Milliseconds{90'500});
    EXPECT_EQ(rules.cut_offs[0].from, plan::LimitFrom::start);
    EXPECT_EQ(rules.cut_offs[1].share_permille, 1'080U);
    EXPECT_EQ(rules.cards, (std::vector{plan::Card{.name = "red", .disqualified_at = 2}}));
    ASSERT_EQ(rules.teams.size(), 1U);
    EXPECT_EQ(rules.teams[0].by, plan::TeamBy::nth_time);
    ASSERT_EQ(rules.points.size(), 1U);
    EXPECT_FALSE(rules.points[0].only_finishers);
    ASSERT_EQ(rules.points[0].awards.size(), 2U);
    EXPECT_EQ(rules.points[0].awards[0].at, (plan::PointLap{"back", 1}));
    EXPECT_EQ(rules.points[0].awards[1].ranking, "overall");
}

struct Slip {
    const char* rules;
    const char* said;
};

class RulesFaults : public testing::TestWithParam<Slip> {};

TEST_P(RulesFaults, AreSaidWithWhatWouldBeRight) {
    EXPECT_THAT(faults_of(with_rules(GetParam().rules)), HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    All, RulesFaults,
    testing::Values(
        Slip{"[[cutoff]]\nat = \"out\"\nafter_gun_s = 1\n",
             "at is \"out\", which 2 laps have; \"out/1\", to say which lap, would be right"},
        Slip{"[[cutoff]]\nat = \"out/3\"\nafter_gun_s = 1\n", "at is \"out/3\"; the id"},
        Slip{"[[cutoff]]\nat = \"finish\"\n", "the cut-off has 0 limits; one of clock"},
        Slip{"[[cutoff]]\nat = \"finish\"\nafter_gun_s = nan\n", "after_gun_s is nan; seconds"},
        Slip{"[[ranking]]\nid = \"a\"\nwaves = [\"late\"]\n",
             "waves has \"late\"; some of early would be right"},
        Slip{"[[ranking]]\nid = \"a\"\nbasis = \"segment\"\n", "basis and segment do not go"},
        Slip{"[[ranking]]\nid = \"a\"\nunit_s = 0.5\n", "unit_s is 0.5; 1, 0.1 or 0.01"},
        Slip{"[[ranking]]\nid = \"a\"\nties = [\"oldest\"]\n", "ties is [\"oldest\"]; a list"},
        Slip{"[[ranking]]\nid = \"a\"\n[[ranking]]\nid = \"a\"\n", "the id \"a\" is there twice"},
        Slip{"[results]\nend = \"leader\"\n", "line is missing; the id"},
        Slip{"[results]\nend = \"laps\"\nline = \"out\"\n", "laps is missing; how many"},
        Slip{"[results]\nend = \"leader\"\nline = \"nowhere\"\n", "line is \"nowhere\"; the id"},
        Slip{"[results]\norder = [\"finished\", \"finished\"]\n", "order is [\"finished\""},
        Slip{"[[team_ranking]]\nid = \"t\"\nranking = \"women\"\nby = \"nth-time\"\nn = 1\n",
             "ranking is \"women\"; the id of a ranking"},
        Slip{"[[award]]\npoints_ranking = \"p\"\nplaces = [5]\nat = \"finish\"\n",
             "points_ranking is \"p\"; the id of a points_ranking"},
        Slip{"[[points_ranking]]\nid = \"p\"\n[[award]]\npoints_ranking = \"p\"\nplaces = [-5]\n",
             "places is [-5]; points of the first"},
        Slip{"[[card]]\nname = \"red\"\ndisqualified_ta = 2\n",
             "the key \"disqualified_ta\" is not known; disqualified_at would be right"}));

TEST(RulesDocument, HasARowForEachKeyAndNoOther) {
    std::set<std::string> known;
    for (const RaceKey& key : rules_keys()) {
        const bool is_needed = key.need == Need::required;
        known.insert(std::string{key.table} + "." + std::string{key.key} +
                     (is_needed ? " yes" : ""));
    }

    std::ifstream file{LANTERNE_SOURCE_FOLDER "/docs/race-folder.md"};
    std::set<std::string> documented;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        inside = line.starts_with("| rule |") || (inside && line.starts_with("|"));
        std::smatch cell;
        if (inside && std::regex_search(line, cell, std::regex{R"(^\| `([a-z_.]+)` \|( yes)?)"})) {
            documented.insert(cell.str(1) + cell.str(2));
        }
    }
    EXPECT_THAT(documented, ContainerEq(known));
}

TEST(EntriesCsv, KnowSlotsAndRelays) {
    FolderFiles files = small_folder();
    files["entries.csv"] = "bib,name,slot,members\n"
                           "1,Ann,+00:01:30,\n"
                           "2,Two,2026-06-14T09:02:00+02:00,run = Bob\n";
    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan) << faults_of(files);
    EXPECT_EQ(plan->entries[0].slot, plan->start + std::chrono::seconds{90});
    EXPECT_EQ(plan->entries[1].slot, plan->start + std::chrono::minutes{2});
    EXPECT_EQ(plan->entries[1].members, (std::vector{plan::Member{"run", "Bob"}}));
    files["entries.csv"] = write_entries_csv(plan->entries);
    EXPECT_EQ(read_race_folder(files)->entries[1].members, plan->entries[1].members);
    EXPECT_EQ(read_race_folder(files)->entries[0].slot, plan->entries[0].slot);
}

TEST(EntriesCsv, RefuseSlotsBeforeTheStartAndLegsThatAreNotThere) {
    FolderFiles files = small_folder();
    files["entries.csv"] = "bib,name,slot,members\n"
                           "1,Ann,2026-06-14T08:59:59+02:00,run=Bob;run=Cat\n"
                           "2,Two,soon,swim=Bob\n";

    const std::string faults = faults_of(files);
    EXPECT_THAT(faults, HasSubstr("entries.csv:2: slot is"));
    EXPECT_THAT(faults, HasSubstr("entries.csv:3: slot is \"soon\""));
    EXPECT_THAT(faults, HasSubstr("entries.csv:2: members is"));
    EXPECT_THAT(faults, HasSubstr("entries.csv:3: members is \"swim=Bob\""));
}

} // namespace
} // namespace lanterne::exchange
