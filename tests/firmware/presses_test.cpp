#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "firmware/panel/presses.hpp"
#include "hal/simulated/button.hpp"
#include "hal/simulated/clock.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr Presses::Instant start{1'000h};

enum class Loop { turns_each_10_ms, turns_once_at_the_end };

/// A timeline: the instants at which the contact changes, from up, in milliseconds.
struct Timeline {
    std::string name;
    std::vector<int> changes_ms;
    int end_ms = 10'000;
    std::string presses; ///< "b500" is a brief press that went down at 500 ms, "s" a sustained one
};

std::string to_text(const Press& press) {
    const auto at = std::chrono::floor<milliseconds>(press.at - start);
    return (press.kind == Press::Kind::brief ? "b" : "s") + std::to_string(at.count()) + " ";
}

std::string played(const Timeline& timeline, Loop loop) {
    Presses presses;
    std::string said;
    const auto note = [&](const std::optional<Press>& press) {
        said += press ? to_text(*press) : "";
    };
    std::size_t next = 0;
    for (int now = loop == Loop::turns_each_10_ms ? 0 : timeline.end_ms; now <= timeline.end_ms;
         now += 10) {
        for (; next < timeline.changes_ms.size() && timeline.changes_ms[next] <= now; ++next) {
            note(presses.take(
                {.pressed = next % 2 == 0, .at = start + milliseconds{timeline.changes_ms[next]}}));
        }
        note(presses.pass(start + milliseconds{now}));
    }
    return said;
}

class PressesTimeline : public testing::TestWithParam<Timeline> {};

TEST_P(PressesTimeline, MeansThese) {
    EXPECT_EQ(played(GetParam(), Loop::turns_each_10_ms), GetParam().presses);
}

TEST_P(PressesTimeline, MeansTheSameToALoopThatHungAllTheTime) {
    EXPECT_EQ(played(GetParam(), Loop::turns_once_at_the_end), GetParam().presses);
}

INSTANTIATE_TEST_SUITE_P(
    Presses, PressesTimeline,
    testing::Values(
        Timeline{"NothingAtAll", {}, 10'000, ""},
        Timeline{"ABriefPress", {500, 700}, 10'000, "b500 "},
        Timeline{"TwoBriefPresses", {500, 700, 900, 1'100}, 10'000, "b500 b900 "},
        Timeline{"BouncesAtBothEnds",
                 {500, 503, 505, 511, 512, 700, 702, 706, 707, 709},
                 10'000,
                 "b512 "},
        Timeline{"AFlickerThatIsNoPress", {500, 529}, 10'000, ""},
        Timeline{"TheShortestPress", {500, 530}, 10'000, "b500 "},
        Timeline{"AStormOfFlickers", {500, 510, 520, 530, 540, 550, 560, 570}, 10'000, ""},
        Timeline{"AReleaseNotYetSettled", {500, 700}, 729, ""},
        Timeline{"AReleaseJustSettled", {500, 700}, 730, "b500 "},
        Timeline{"AlmostSustained", {500, 3'499}, 10'000, "b500 "},
        Timeline{"Sustained", {500, 3'500}, 10'000, "s500 "},
        Timeline{"SustainedAndHeldOn", {500, 9'000}, 10'000, "s500 "},
        Timeline{"SustainedIsSaidBeforeTheRelease", {500}, 3'500, "s500 "},
        Timeline{"NotYetSustained", {500}, 3'499, ""},
        Timeline{"GapsInTheHoldDoNotEndIt",
                 {500, 1'000, 1'029, 2'000, 2'010, 3'495, 3'505, 4'000},
                 10'000,
                 "s500 "},
        Timeline{"AGapThatIsARelease", {500, 2'000, 2'030, 4'000}, 10'000, "b500 b2030 "},
        Timeline{"OpenContactAtThreeSecondsIsWaitedFor", {500, 3'490}, 3'515, ""},
        Timeline{"OpenContactAtThreeSecondsWasTheRelease", {500, 3'490}, 3'520, "b500 "},
        Timeline{"StuckIsSustainedOnce", {500}, 3'600'000, "s500 "},
        Timeline{"StuckAndFlickering",
                 {500, 4'000, 4'010, 8'000, 8'010, 60'000, 60'010},
                 120'000,
                 "s500 "},
        Timeline{"SustainedThenBrief", {500, 4'000, 5'000, 5'200}, 10'000, "s500 b5000 "},
        Timeline{"SustainedTwice", {500, 4'000, 5'000, 9'000}, 10'000, "s500 s5000 "}),
    [](const auto& timeline) { return timeline.param.name; });

TEST(Presses, AHoldThatBeganBeforeTheFirstEdgeSaysNothing) {
    Presses presses;

    EXPECT_FALSE(presses.take({.pressed = false, .at = start}));
    EXPECT_FALSE(presses.pass(start + 10s));
}

TEST(Presses, AnEdgeThatWasLostIsNoPressOfItsOwn) {
    Presses presses;
    presses.take({.pressed = true, .at = start});
    presses.take({.pressed = true, .at = start + 1s});

    EXPECT_EQ(presses.pass(start + 3s), (Press{Press::Kind::sustained, start}));
}

TEST(Presses, AnEdgeFromBeforeTheLastOneCountsAsOfThatOne) {
    Presses presses;
    presses.take({.pressed = true, .at = start + 1s});
    presses.take({.pressed = false, .at = start});

    EXPECT_FALSE(presses.pass(start + 10s)); // down and up in one instant
}

TEST(Presses, IsHeldFromWhenItHasSettledUntilTheReleaseHas) {
    Presses presses;
    presses.take({.pressed = true, .at = start});
    presses.pass(start + 29ms);
    EXPECT_FALSE(presses.held());
    presses.pass(start + 30ms);
    EXPECT_TRUE(presses.held());

    presses.take({.pressed = false, .at = start + 1s});
    presses.pass(start + 1s + 29ms);
    EXPECT_TRUE(presses.held());
    presses.pass(start + 1s + 30ms);
    EXPECT_FALSE(presses.held());
}

TEST(Presses, OfAButtonThatBouncesEachPressIsSeenOnce) {
    hal::simulated::Clock clock;
    hal::simulated::Button button{clock, hal::simulated::Random{3}};
    Presses presses;
    for (int press = 0; press < 100; ++press) {
        button.press(start + press * 10s, press % 4 == 0 ? 4'000ms : 200ms);
    }
    int brief = 0;
    int sustained = 0;

    for (auto now = 0ms; now < 1'000s; now += 100ms) {
        clock.set({}, start + now);
        for (const Press& press : presses.poll(button, clock.steady())) {
            ++(press.kind == Press::Kind::brief ? brief : sustained);
        }
    }

    EXPECT_EQ(brief, 75);
    EXPECT_EQ(sustained, 25);
}

struct MadContact final : hal::Button {
    std::optional<hal::ButtonEdge> next_edge() override {
        ++asked;
        return hal::ButtonEdge{.pressed = asked % 2 == 1, .at = start + milliseconds{asked}};
    }

    int asked = 0;
};

TEST(Presses, AContactGoneMadCostsABoundedWhile) {
    MadContact button;
    Presses presses;

    EXPECT_TRUE(presses.poll(button, start + 1s).empty());

    EXPECT_EQ(button.asked, Presses::max_edges_a_poll);
}

} // namespace
} // namespace lanterne::firmware
