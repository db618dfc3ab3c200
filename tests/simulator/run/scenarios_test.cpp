#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/run/prepare.hpp"
#include "simulator/run/stage.hpp"

/// The scenarios that come with the simulator, and the folders that are made of them.
namespace lanterne::simulator {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const fs::path scenarios = fs::path{LANTERNE_SOURCE_FOLDER} / "simulator/scenarios";

TEST(Scenarios, EachOfThemFitsItsRaceAndItsBoard) {
    int count = 0;
    for (const auto& item : fs::directory_iterator{scenarios}) {
        const auto prepared = prepare({.scenario = item.path().string()});

        EXPECT_TRUE(prepared) << item.path() << ": " << (prepared ? "" : prepared.error());
        ++count;
    }

    EXPECT_EQ(count, 8);
}

TEST(Scenarios, HaveTheAthletesThatTheySayAndTheSeedThatIsAskedFor) {
    const auto city = prepare({.scenario = (scenarios / "city-5000.toml").string(), .seed = 9});

    ASSERT_TRUE(city) << city.error();
    EXPECT_EQ(city->plan.entries.size(), 5'000U);
    EXPECT_EQ(city->scenario.seed, 9U);
    EXPECT_GT(city->model.power.capacity_mwh, 0);
}

TEST(Scenarios, SayWhichBoardOrFolderIsNotThere) {
    const auto scenario = (scenarios / "valley.toml").string();

    const auto no_boards = prepare({.scenario = scenario, .boards = "/nowhere"});
    const auto no_race = prepare({.scenario = scenario, .race_folder = "/nowhere"});
    const auto no_scenario = prepare({.scenario = "/nowhere.toml"});

    ASSERT_FALSE(no_boards);
    EXPECT_THAT(no_boards.error(), HasSubstr("/nowhere/raspberry-pi-zero-2w"));
    ASSERT_FALSE(no_race);
    EXPECT_THAT(no_race.error(), HasSubstr("/nowhere"));
    ASSERT_FALSE(no_scenario);
    EXPECT_THAT(no_scenario.error(), HasSubstr("/nowhere.toml"));
}

TEST(Staging, SetsTheClockInTheTextAndLeavesTheRestAsItIs) {
    const std::string race = "name = \"A\"\n[rehearsal]\nrate = 15\n[[wave]]\nid = \"all\"\n";

    const std::string staged = with_rehearsal(race, *parse_time("2026-06-14T08:00:00Z"), 60);

    EXPECT_THAT(staged, HasSubstr("name = \"A\"\n[[wave]]\nid = \"all\"\n"));
    EXPECT_THAT(staged,
                HasSubstr("[rehearsal]\nrate = 60\nwall_start = 2026-06-14T08:00:00.000Z\n"));
    EXPECT_THAT(staged, Not(HasSubstr("rate = 15")));
}

} // namespace
} // namespace lanterne::simulator
