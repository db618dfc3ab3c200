#include <vector>

#include <gtest/gtest.h>

#include "hal/simulated/button.hpp"
#include "hal/simulated/clock.hpp"

namespace lanterne::hal::simulated {
namespace {

using namespace std::chrono_literals;

constexpr Button::Instant start{1'000h};

std::vector<ButtonEdge> all(Button& button) {
    std::vector<ButtonEdge> edges;
    while (const auto edge = button.next_edge()) {
        edges.push_back(*edge);
    }
    return edges;
}

TEST(SimulatedButton, SaysAnEdgeWhenItsInstantHasCome) {
    Clock clock;
    Button button{clock};
    clock.set({}, start);
    button.press(start + 100ms, 1s);

    EXPECT_TRUE(all(button).empty());
    clock.set({}, start + 500ms);
    const auto down = all(button);
    clock.set({}, start + 2s);
    const auto up = all(button);

    ASSERT_FALSE(down.empty());
    EXPECT_EQ(down.front().at, start + 100ms);
    EXPECT_TRUE(down.front().pressed);
    EXPECT_TRUE(down.back().pressed);
    ASSERT_FALSE(up.empty());
    EXPECT_EQ(up.front().at, start + 1100ms);
    EXPECT_FALSE(up.front().pressed);
    EXPECT_FALSE(up.back().pressed);
}

TEST(SimulatedButton, BouncesInTheOrderOfTimeAndNotForLong) {
    Clock clock;
    clock.set({}, start + 1h);
    Button button{clock, Random{7}};
    for (int press = 0; press < 50; ++press) {
        button.press(start + press * 1s, 300ms);
    }

    const auto edges = all(button);

    EXPECT_GT(edges.size(), 150U); // 100 without a bounce
    for (std::size_t i = 1; i < edges.size(); ++i) {
        const auto apart = edges[i].at - edges[i - 1].at;
        EXPECT_GT(apart, 0ms);
        EXPECT_TRUE(apart < Button::bouncing || apart > 200ms);
        EXPECT_NE(edges[i].pressed, edges[i - 1].pressed);
    }
}

TEST(SimulatedButton, TheSameSeedBouncesTheSame) {
    Clock clock;
    clock.set({}, start + 1h);
    Button one{clock, Random{7}};
    Button other{clock, Random{7}};
    one.press(start, 1s);
    other.press(start, 1s);

    const auto first = all(one);
    const auto second = all(other);

    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].at, second[i].at);
    }
}

TEST(SimulatedButton, OneThatJamsNeverComesUp) {
    Clock clock;
    clock.set({}, start + 1h);
    Button button{clock};

    button.jam(start);

    EXPECT_TRUE(all(button).back().pressed);
}

TEST(SimulatedButton, LosesTheNewestBeyondItsLimit) {
    Clock clock;
    clock.set({}, start + 10h);
    Button button{clock};
    for (int press = 0; press < 1'100; ++press) {
        button.press(start + press * 1s, 300ms);
    }

    EXPECT_EQ(all(button).size(), std::size_t{Button::limit});
}

} // namespace
} // namespace lanterne::hal::simulated
