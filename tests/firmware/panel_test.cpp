#include <algorithm>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "firmware/panel/lamp_patterns.hpp"
#include "tests/firmware/tracker_world.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

class PanelTest : public TrackerWorld {
protected:
    /// As a main loop turns: ten times a second.
    void turn(std::chrono::milliseconds time) {
        for (auto passed = 0ms; passed < time; passed += 100ms) {
            clock.advance(100ms);
            tracker->step(0ms);
        }
    }

    void press(std::chrono::milliseconds held) {
        button.press(clock.steady(), held);
        turn(held + 200ms);
    }

    template<class Kind>
    std::size_t stored_events() {
        std::size_t count = 0;
        for (const auto& [number, event] : stored().events) {
            count += std::holds_alternative<Kind>(event.body) ? 1U : 0U;
        }
        return count;
    }

    /// The sign whose pattern, begun at any of its steps, is what the lamp does for six seconds.
    std::optional<LampSign> shown() {
        turn(6s); // the sign before may still be playing
        std::vector<bool> seen;
        for (int step = 0; step < 60; ++step) {
            turn(lamp_step);
            seen.push_back(lamp.on());
        }
        for (int sign = 0; sign < lamp_signs; ++sign) {
            if (is_pattern_of(static_cast<LampSign>(sign), seen)) {
                return static_cast<LampSign>(sign);
            }
        }
        return std::nullopt;
    }

    static bool is_pattern_of(LampSign sign, const std::vector<bool>& seen) {
        for (auto shift = 0ms; shift < period_of(sign); shift += lamp_step) {
            auto at = shift - lamp_step;
            if (std::ranges::all_of(seen, [&](bool lit) {
                    at += lamp_step;
                    return lit == is_lit(sign, at);
                })) {
                return true;
            }
        }
        return false;
    }
};

TEST_F(PanelTest, ABriefPressIsAnEventAndBringsAReportAtOnce) {
    link.connect();
    boot({.conduct = {.report_interval = 1h}});
    ride(3);
    const std::size_t before = link.batches().size();

    press(200ms);
    link.deliver();

    EXPECT_EQ(stored_events<wire::Button>(), 1U);
    EXPECT_EQ(stored_events<wire::Sos>(), 0U);
    EXPECT_EQ(link.batches().size(), before + 1);
}

TEST_F(PanelTest, ACallForHelpGoesBeforeAllElse) {
    boot();
    for (int life = 0; life < 20; ++life) {
        cut_power();
        boot();
    }
    ride(2);
    press(3'500ms);

    link.connect();
    turn(100ms);

    ASSERT_FALSE(link.log.empty());
    EXPECT_EQ(link.log.front().channel, wire::UnitChannel::events);
    const auto first = wire::decode_event(link.log.front().payload).value();
    EXPECT_TRUE(std::holds_alternative<wire::Sos>(first.body));
}

TEST_F(PanelTest, ACallForHelpIsRepeatedUntilItIsReceiptedAndSurvivesARestart) {
    link.connect();
    boot();
    press(3'500ms);
    pass(20s);
    EXPECT_GE(link.sent(wire::UnitChannel::events).size(), 4U);

    cut_power();
    link.connect();
    boot();
    pass(1s);
    link.deliver();

    std::size_t calls = 0;
    for (const auto& [epoch, content] : server.epochs) {
        for (const auto& [number, event] : content.events) {
            calls += std::holds_alternative<wire::Sos>(event.body) ? 1U : 0U;
        }
    }
    EXPECT_EQ(calls, 1U);
}

TEST_F(PanelTest, ACardThatFailsDoesNotKeepACallForHelpBack) {
    link.connect();
    boot();
    ride(3);
    link.deliver();
    disk.fail_syncs(1'000'000);
    ride(60);

    press(3'500ms);
    link.deliver();

    EXPECT_EQ(stored_events<wire::Sos>(), 1U);
}

TEST_F(PanelTest, ACallOfTheLifeBeforeIsShownAndCanBeTakenBack) {
    boot();
    ride(3);
    press(3'500ms);
    cut_power();
    boot();
    ride(1);
    EXPECT_EQ(shown(), LampSign::sos_calling);

    press(3'500ms);
    link.connect();
    turn(6s);
    link.deliver();

    EXPECT_EQ(stored_events<wire::SosCancel>(), 1U);
    EXPECT_EQ(stored_events<wire::Sos>(), 0U) << "this life did not call";
}

TEST_F(PanelTest, TheNextLongPressTakesTheCallBack) {
    link.connect();
    boot();
    press(3'500ms);
    press(3'500ms);
    link.deliver();

    EXPECT_EQ(stored_events<wire::Sos>(), 1U);
    EXPECT_EQ(stored_events<wire::SosCancel>(), 1U);
}

TEST_F(PanelTest, TheLampSaysWhetherHelpKnows) {
    link.connect();
    boot();
    ride(3);
    press(3'500ms);
    EXPECT_EQ(shown(), LampSign::sos_calling);

    link.deliver();
    turn(10s);

    EXPECT_EQ(shown(), LampSign::sos_heard);
}

TEST_F(PanelTest, TheLampTellsNoReceiverFromNoSky) {
    boot();
    receiver.gone = true;
    pass(1s);
    receiver.gone = false;
    EXPECT_EQ(shown(), LampSign::starting);

    ride(1);

    EXPECT_EQ(shown(), LampSign::no_gps); // the fix is old by the end of the look
}

} // namespace
} // namespace lanterne::firmware
