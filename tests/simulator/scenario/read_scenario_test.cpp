#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/race_folder.hpp"
#include "simulator/scenario/read_scenario.hpp"
#include "simulator/scenario/scenario_keys.hpp"

/// A scenario's file, right and wrong.
namespace lanterne::simulator {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* least = "title = \"A day\"\nrace = \"../races/harbour-sprint\"\n";

Scenario read(const std::string& text) {
    auto scenario = read_scenario("scenarios/day.toml", text);
    if (!scenario) {
        throw std::runtime_error{to_text(scenario.error().front())};
    }
    return *scenario;
}

std::vector<std::string> faults_of(const std::string& text) {
    const auto scenario = read_scenario("day.toml", text);
    std::vector<std::string> faults;
    if (!scenario) {
        for (const auto& fault : scenario.error()) {
            faults.push_back(to_text(fault));
        }
    }
    return faults;
}

std::string read_text(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
}

plan::RacePlan harbour_sprint() {
    exchange::FolderFiles files;
    for (const auto& item :
         fs::directory_iterator{fs::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint"}) {
        files.emplace(item.path().filename().string(), read_text(item.path()));
    }
    return exchange::read_race_folder(files).value();
}

TEST(AScenario, NeedsATitleAndARaceAndIsAnOrdinaryDayOtherwise) {
    const Scenario scenario = read(least);

    EXPECT_EQ(scenario.title, "A day");
    EXPECT_EQ(scenario.race_folder, "races/harbour-sprint") << "from the scenario's own folder on";
    EXPECT_EQ(scenario.seed, 1U);
    EXPECT_FALSE(scenario.athletes);
    EXPECT_TRUE(scenario.field.drafting);
    EXPECT_THAT(scenario.mishaps, IsEmpty());
}

TEST(AScenario, SaysAllThatADayIsMadeOf) {
    const Scenario scenario = read(std::string{least} + R"(athletes = 300
seed = 7
speed = 60
[field]
level = 1.5
drafting = false
[receivers]
interval_s = 5
[[surroundings]]
leg = "bike"
from_m = 100
to_m = 900
what = "gorge"
[network]
latency_ms = 300
cut_s = 20
[[hole]]
leg = "run"
from_m = 0
to_m = 250.5
[units]
board = "beagleplay"
charge_pct = [40, 60]
report_s = 10
[[mishap]]
kind = "no-network"
at = "+00:20:30"
share = 0.5
lasts_s = 600
[[mishap]]
kind = "gets-lost"
leg = "run"
lap = 2
metres = 120
bibs = ["1", "4"]
amount = 300
)");

    EXPECT_EQ(scenario.athletes, 300U);
    EXPECT_EQ(scenario.speed, 60);
    EXPECT_EQ(scenario.field.level, 1.5);
    EXPECT_FALSE(scenario.field.drafting);
    EXPECT_EQ(scenario.interval_s, 5);
    EXPECT_EQ(scenario.surroundings.at(0).what, Surroundings::gorge);
    EXPECT_EQ(scenario.air.latency, Milliseconds{300});
    EXPECT_EQ(scenario.air.cut_lasts, Milliseconds{20'000});
    EXPECT_EQ(scenario.holes.at(0).to_m, 250.5);
    EXPECT_EQ(scenario.units.charge_pct.low, 40);
    EXPECT_EQ(scenario.units.report_s, 10);
    ASSERT_THAT(scenario.mishaps, SizeIs(2));
    const Mishap& outage = scenario.mishaps[0];
    EXPECT_EQ(outage.kind, MishapKind::no_network);
    EXPECT_EQ(std::get<Milliseconds>(outage.when), Milliseconds{1'230'000});
    EXPECT_EQ(outage.whom.share, 0.5);
    EXPECT_EQ(outage.lasts, Milliseconds{600'000});
    const Mishap& lost = scenario.mishaps[1];
    EXPECT_EQ(std::get<PassesPlace>(lost.when).lap, 2U);
    EXPECT_THAT(lost.whom.bibs, ElementsAre(*Bib::from("1"), *Bib::from("4")));
    EXPECT_EQ(lost.amount, 300);
}

TEST(AScenario, AMishapMayComeBeforeTheGun) {
    const Scenario scenario =
        read(std::string{least} + "[[mishap]]\nkind = \"cut\"\nat = \"-00:01:00\"\n");

    EXPECT_EQ(std::get<Milliseconds>(scenario.mishaps[0].when), Milliseconds{-60'000});
}

TEST(AScenario, SaysEveryFaultWithItsLineAndWhatWouldBeRight) {
    EXPECT_THAT(faults_of(""),
                ElementsAre(HasSubstr("title is missing"), HasSubstr("race is missing")));
    EXPECT_THAT(faults_of("title = \"A\"\nrace = \"r\"\nathlets = 3\n[network]\nlatency_ms = -1\n"
                          "[units]\ncharge_pct = [80, 20]\n"),
                ElementsAre(HasSubstr("day.toml:3: the key \"athlets\" is not known; athletes"),
                            HasSubstr("day.toml:5: latency_ms is -1; milliseconds from 0"),
                            HasSubstr("day.toml:7: charge_pct is")));
}

struct WrongMishap {
    const char* text;
    const char* fault;
};

class WrongMishaps : public testing::TestWithParam<WrongMishap> {};

TEST_P(WrongMishaps, AreRefusedWithWhatWouldBeRight) {
    const auto faults = faults_of(std::string{least} + "[[mishap]]\n" + GetParam().text);

    ASSERT_THAT(faults, SizeIs(1));
    EXPECT_THAT(faults[0], HasSubstr(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    AScenario, WrongMishaps,
    testing::Values(
        WrongMishap{"at = \"+00:01:00\"\nkind = \"fire\"\n", "the kind fire is not known"},
        WrongMishap{"kind = \"cut\"\n", "either at, or leg and metres"},
        WrongMishap{"kind = \"cut\"\nat = \"+00:01:00\"\nleg = \"run\"\nmetres = 3\n",
                    "either at, or leg and metres"},
        WrongMishap{"kind = \"cut\"\nmetres = 3\n", "a place needs a leg and metres"},
        WrongMishap{"kind = \"cut\"\nat = \"soon\"\n", "a time after the first gun"},
        WrongMishap{"kind = \"cut\"\nat = \"+00:61:00\"\n", "a time after the first gun"},
        WrongMishap{"kind = \"no-network\"\nat = \"+00:01:00\"\n", "no-network lasts; lasts_s"},
        WrongMishap{"kind = \"cut\"\nat = \"+00:01:00\"\nlasts_s = 3\n", "cut does not last"},
        WrongMishap{"kind = \"cut\"\nat = \"+00:01:00\"\namount = 3\n", "cut has no amount"},
        WrongMishap{"kind = \"gets-lost\"\nat = \"+00:01:00\"\n",
                    "needs an amount: metres off the course; 10 to 5000"},
        WrongMishap{"kind = \"battery\"\nat = \"+00:01:00\"\namount = 101\n", "0 to 100"},
        WrongMishap{"kind = \"cut\"\nat = \"+00:01:00\"\nbibs = [\"1\", \"1\"]\n", "bibs"},
        WrongMishap{"kind = \"cut\"\nat = \"+00:01:00\"\nbibs = [\"1\"]\nshare = 0.1\n",
                    "bibs and share are both there"},
        WrongMishap{"kind = \"cut\"\nat = \"+00:01:00\"\nshare = 1.5\n", "a share from 0 to 1"}));

TEST(AScenario, IsHeldAgainstTheRaceThatItNames) {
    const plan::RacePlan plan = harbour_sprint();
    Scenario scenario = read(least);
    EXPECT_THAT(faults_beside(scenario, plan), IsEmpty());
    scenario.holes.push_back({.leg = "ski", .from_m = 0, .to_m = 10});
    scenario.surroundings.push_back({.leg = "run", .from = Metres{10}, .to = Metres{1e5}});
    scenario.mishaps.push_back({.when = PassesPlace{.leg = "run", .lap = 9, .metres = 5}});
    scenario.mishaps.push_back({.when = Milliseconds{0}, .whom = {.bibs = {*Bib::from("999")}}});

    const auto faults = faults_beside(scenario, plan);

    EXPECT_THAT(faults,
                ElementsAre(HasSubstr("surroundings on run is from 10 to 100000 m"),
                            HasSubstr("the race has no leg ski; one of swim, t1, bike"),
                            HasSubstr("run has laps 1 to 3"), HasSubstr("nobody has bib 999")));
}

TEST(AScenario, EachKindOfMishapHasAWordAndARule) {
    std::set<std::string_view> words;
    for (const MishapRule& rule : mishap_rules()) {
        EXPECT_EQ(mishap_called(rule.word)->kind, rule.kind);
        EXPECT_EQ(rule_of(rule.kind).word, rule.word);
        EXPECT_FALSE(rule.says.empty());
        words.insert(rule.word);
    }

    EXPECT_EQ(words.size(), mishap_rules().size());
    EXPECT_EQ(mishap_called("earthquake"), nullptr);
}

TEST(AScenario, HasARowInItsPageForEachKeyAndEachKindAndNoOther) {
    const std::string page = read_text(fs::path{LANTERNE_SOURCE_FOLDER} / "docs/scenario.md");
    std::set<std::string> known;
    for (const auto& key : scenario_keys()) {
        known.insert(fmt::format("{}{}{}", key.table, key.table.empty() ? "" : ".", key.key));
    }
    for (const MishapRule& rule : mishap_rules()) {
        known.insert(std::string{rule.word});
    }
    std::set<std::string> told;
    std::istringstream lines{page};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("| `") && line.find(".toml`") == std::string::npos) {
            told.insert(line.substr(3, line.find('`', 3) - 3));
        }
    }

    EXPECT_EQ(told, known);
}

} // namespace
} // namespace lanterne::simulator
