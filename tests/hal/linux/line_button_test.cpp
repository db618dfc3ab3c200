#include <deque>
#include <vector>

#include <gtest/gtest.h>

#include "hal/linux/line_button.hpp"
#include "tests/hal/linux/hand_clock.hpp"

namespace lanterne::hal::linux_system {
namespace {

using namespace std::chrono_literals;
using Instant = std::chrono::steady_clock::time_point;

constexpr Instant start = HandClock::start;

/// What the kernel would say of a line.
struct Wire {
    std::deque<LineEvent> events;
    bool active = false;
    bool gone = false;

    void change(bool to, Instant at) {
        active = to;
        events.push_back({.active = to, .kernel_time = at.time_since_epoch()});
    }
};

class WireLine final : public InputLine {
public:
    explicit WireLine(Wire& wire) : wire_{wire} {}

    Result<std::optional<LineEvent>, LineError> next() override {
        if (wire_.gone) {
            return tl::unexpected{LineError::gone};
        }
        if (wire_.events.empty()) {
            return std::nullopt;
        }
        const LineEvent event = wire_.events.front();
        wire_.events.pop_front();
        return event;
    }

    Result<bool, LineError> active() override {
        if (wire_.gone) {
            return tl::unexpected{LineError::gone};
        }
        return wire_.active;
    }

private:
    Wire& wire_;
};

class LineButtonTest : public testing::Test {
protected:
    void plug() {
        const auto open = [this]() -> Opened<InputLine> {
            ++opened;
            if (wire.gone) {
                return tl::unexpected{std::string{"no such GPIO chip"}};
            }
            return std::make_unique<WireLine>(wire);
        };
        const auto tell = [this](bool there) { told += there ? "there " : "gone "; };
        button.emplace(std::make_unique<WireLine>(wire), open, tell, clock);
    }

    /// "down 100 up 250 " in milliseconds since the start.
    std::string said() {
        std::string text;
        while (const auto edge = button->next_edge()) {
            const auto at = std::chrono::floor<std::chrono::milliseconds>(edge->at - start);
            text += (edge->pressed ? "down " : "up ") + std::to_string(at.count()) + " ";
        }
        return text;
    }

    HandClock clock;
    Wire wire;
    int opened = 0;
    std::string told;
    std::optional<LineButton> button;
};

TEST_F(LineButtonTest, SaysEachEdgeAsOfTheKernelsTime) {
    plug();
    wire.change(true, start + 100ms);
    wire.change(false, start + 250ms);
    clock.now = start + 300ms;

    EXPECT_EQ(said(), "down 100 up 250 ");
}

TEST_F(LineButtonTest, AnEdgeThatTheKernelDroppedIsMadeUpAsOfNow) {
    plug();
    wire.change(true, start + 100ms);
    wire.active = false; // and its event did not fit
    clock.now = start + 300ms;

    EXPECT_EQ(said(), "down 100 up 300 ");
    EXPECT_EQ(said(), "");
}

TEST_F(LineButtonTest, OneThatIsDownAtTheStartWasNotPressed) {
    wire.active = true;
    plug();
    clock.now = start + 100ms;
    EXPECT_EQ(said(), "");

    wire.change(false, start + 150ms);
    clock.now = start + 200ms;
    EXPECT_EQ(said(), "up 150 ");
}

TEST_F(LineButtonTest, ATimeOfAnotherClockIsNotBelieved) {
    plug();
    clock.now = start + 100s;
    wire.change(true, start + 1'000'000h); // UTC, before Linux 5.7
    wire.change(false, start + 39s);       // a minute and a second ago
    wire.change(true, start + 100s + 1ns); // to come

    EXPECT_EQ(said(), "down 100000 up 100000 down 100000 ");
}

TEST_F(LineButtonTest, EdgesStayInTheOrderInWhichTheyCame) {
    plug();
    clock.now = start + 10s;
    wire.change(true, start + 9s);
    wire.change(false, start + 8s);

    EXPECT_EQ(said(), "down 9000 up 9000 ");
}

TEST_F(LineButtonTest, ALineThatGoesLetsTheButtonGo) {
    plug();
    wire.change(true, start + 100ms);
    clock.now = start + 200ms;
    ASSERT_EQ(said(), "down 100 ");

    wire.gone = true;
    clock.now = start + 300ms;

    EXPECT_EQ(said(), "up 300 ");
    EXPECT_EQ(said(), "");
}

TEST_F(LineButtonTest, ALineThatGoesWhileNobodyPressesIsSilent) {
    plug();
    wire.gone = true;

    EXPECT_EQ(said(), "");
}

TEST_F(LineButtonTest, ALineThatHasGoneIsOpenedAgainWithPausesAndToldOnce) {
    plug();
    wire.gone = true;
    for (int second = 0; second < 30; ++second) {
        clock.now += 1s;
        EXPECT_EQ(said(), "");
    }
    EXPECT_EQ(opened, 2);
    EXPECT_EQ(told, "gone ");

    wire.gone = false;
    clock.now += LineButton::reopen_pause;
    EXPECT_EQ(said(), "");
    EXPECT_EQ(told, "gone there ");

    wire.change(true, clock.now);
    EXPECT_EQ(said(), "down " + std::to_string((clock.now - start) / 1ms) + " ");
}

TEST_F(LineButtonTest, OneThatIsDownWhenItsLineIsThereAgainWasNotPressed) {
    plug();
    wire.gone = true;
    EXPECT_EQ(said(), "");

    wire.gone = false;
    wire.active = true;
    clock.now = start + 10s;
    EXPECT_EQ(said(), "");

    wire.change(false, start + 11s);
    clock.now = start + 12s;
    EXPECT_EQ(said(), "up 11000 ");
}

} // namespace
} // namespace lanterne::hal::linux_system
