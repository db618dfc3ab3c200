#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/web-api/live/channel_fixture.hpp"
#include "web-api/live/held_races.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;

class Held : public testing::Test {
protected:
    /// One race a second, from "race-1" on, until there is no room beside them.
    void fill() {
        for (std::size_t n = 1; n <= HeldRaces::max_races; ++n) {
            now_ += 1s;
            races_.use("race-" + std::to_string(n));
        }
    }

    std::shared_ptr<FakeSocket> watch(const std::string& slug) {
        auto socket = std::make_shared<FakeSocket>();
        races_.use(slug)->channel.join(socket, Form::json, std::nullopt);
        return socket;
    }

    std::chrono::steady_clock::time_point now_{1h};
    service::Registry registry_;
    LiveCounts counts_{registry_};
    HeldRaces races_{{[] { return UtcTime{}; }, [this] { return now_; }}, counts_};
};

TEST_F(Held, IsOneChannelARaceForAsLongAsItIsHeld) {
    HeldRace* const race = races_.use("harbour");

    EXPECT_EQ(races_.use("harbour"), race);
    EXPECT_EQ(races_.use_in_place("harbour"), race);
    EXPECT_EQ(races_.find("harbour"), race);
    EXPECT_EQ(races_.slugs(), std::set<std::string>{"harbour"});
    races_.let_go("harbour");
    EXPECT_EQ(races_.find("harbour"), nullptr);
}

TEST_F(Held, LetsTheRaceGoThatWasUsedLongestAgoForOneThatSomebodyWatches) {
    fill();
    now_ += 1s;
    races_.use("race-1"); // the first by its name, but not by its use

    HeldRace* const watched = races_.use_in_place("another");

    EXPECT_NE(watched, nullptr);
    EXPECT_EQ(races_.slugs().size(), HeldRaces::max_races);
    EXPECT_EQ(races_.find("race-2"), nullptr);
    EXPECT_NE(races_.find("race-1"), nullptr);
}

TEST_F(Held, KeepsARaceThatSomebodyWatchesHoweverLongNothingCameOfIt) {
    const auto spectator = watch("race-1");
    fill();

    races_.use_in_place("another");

    EXPECT_NE(races_.find("race-1"), nullptr);
    EXPECT_EQ(races_.find("race-2"), nullptr);
}

TEST_F(Held, HasNoPlaceForAFrameOfARaceThatNobodyWatchesBesideTheOthers) {
    fill();

    EXPECT_EQ(races_.use("another"), nullptr);
    EXPECT_NE(races_.use("race-1"), nullptr);
    EXPECT_FALSE(races_.can_use("another"));
    EXPECT_TRUE(races_.can_use("race-1"));
    EXPECT_TRUE(races_.can_use_in_place("another"));
}

TEST_F(Held, HasNoPlaceAtAllWhenEachRaceIsWatched) {
    std::vector<std::shared_ptr<FakeSocket>> spectators;
    for (std::size_t n = 1; n <= HeldRaces::max_races; ++n) {
        spectators.push_back(watch("race-" + std::to_string(n)));
    }

    EXPECT_FALSE(races_.can_use_in_place("another"));
    EXPECT_TRUE(races_.can_use_in_place("race-1"));
    EXPECT_EQ(races_.use_in_place("another"), nullptr);
    EXPECT_EQ(races_.slugs().size(), HeldRaces::max_races);
}

} // namespace

} // namespace lanterne::web
