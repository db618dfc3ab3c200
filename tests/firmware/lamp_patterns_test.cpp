#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "firmware/panel/lamp_patterns.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

std::vector<LampSign> all_signs() {
    std::vector<LampSign> signs;
    for (int sign = 0; sign < lamp_signs; ++sign) {
        signs.push_back(static_cast<LampSign>(sign));
    }
    return signs;
}

/// What one sees of a pattern, a character a step.
std::string seen(LampSign sign, int steps, int from = 0) {
    std::string text;
    for (int step = from; step < from + steps; ++step) {
        text += is_lit(sign, step * lamp_step) ? '#' : '-';
    }
    return text;
}

struct Told {
    std::string name;
    UnitState state;
    LampSign sign;
};

class LampSignOf : public testing::TestWithParam<Told> {};

TEST_P(LampSignOf, TheStateIs) { EXPECT_EQ(sign_of(GetParam().state), GetParam().sign); }

/// Each state has everything wrong that is less urgent, so the order is the table's.
INSTANTIATE_TEST_SUITE_P(
    Priority, LampSignOf,
    testing::Values(
        Told{"SosCalling",
             {.button_held = true, .sos_raised = true, .card_fault = true},
             LampSign::sos_calling},
        Told{"SosHeard",
             {.button_held = true, .sos_raised = true, .sos_receipted = true},
             LampSign::sos_heard},
        Told{"Held", {.button_held = true, .card_fault = true}, LampSign::held},
        Told{"AReceiptOfAnSosThatIsOver",
             {.sos_receipted = true, .card_fault = true},
             LampSign::card_fault},
        Told{"CardFault", {.card_fault = true, .battery_low = true}, LampSign::card_fault},
        Told{"Starting", {.battery_low = true}, LampSign::starting},
        Told{"NoGps", {.started = true, .battery_low = true}, LampSign::no_gps},
        Told{"BatteryLow",
             {.started = true, .fix_is_fresh = true, .battery_low = true, .backlog = true},
             LampSign::battery_low},
        Told{
            "Offline", {.started = true, .fix_is_fresh = true, .backlog = true}, LampSign::offline},
        Told{"CatchingUp",
             {.started = true, .fix_is_fresh = true, .connected = true, .backlog = true},
             LampSign::catching_up},
        Told{"Sending",
             {.started = true, .fix_is_fresh = true, .connected = true},
             LampSign::sending}),
    [](const auto& told) { return told.param.name; });

TEST(LampPatterns, TheFewerFlashesTheBetterThingsAre) {
    EXPECT_EQ(seen(LampSign::sending, 30), "##----------------------------");
    EXPECT_EQ(seen(LampSign::catching_up, 30), "##--##------------------------");
    EXPECT_EQ(seen(LampSign::offline, 30), "##--##--##--------------------");
    EXPECT_EQ(seen(LampSign::no_gps, 30), "##--##--##--##----------------");
}

TEST(LampPatterns, APatternBeginsAnewAfterItsPeriod) {
    for (const LampSign sign : all_signs()) {
        const auto steps = static_cast<int>(period_of(sign) / lamp_step);
        EXPECT_EQ(seen(sign, steps), seen(sign, steps, steps)) << static_cast<int>(sign);
        EXPECT_LE(period_of(sign), 6s);
    }
}

/// A person does not know when a pattern began: at any shift against each other, for a twentieth of
/// the time at least one of two is on and the other off, or nobody could tell them apart.
TEST(LampPatterns, AnyTwoCanBeToldApartAtAnyShift) {
    constexpr int watched = 600; // a minute
    for (const LampSign one : all_signs()) {
        for (const LampSign other : all_signs()) {
            const auto shifts = static_cast<int>(period_of(other) / lamp_step);
            for (int shift = 0; one < other && shift < shifts; ++shift) {
                const std::string left = seen(one, watched);
                const std::string right = seen(other, watched, shift);
                int differ = 0;
                for (std::size_t i = 0; i < left.size(); ++i) {
                    differ += left[i] != right[i] ? 1 : 0;
                }
                EXPECT_GE(differ, watched / 20)
                    << static_cast<int>(one) << ' ' << static_cast<int>(other) << ' ' << shift;
            }
        }
    }
}

TEST(LampPatterns, NoFlashNorDarkIsShorterThanTwoSteps) {
    for (const LampSign sign : all_signs()) {
        const std::string twice = seen(sign, 120);
        EXPECT_EQ(twice.find("-#-"), std::string::npos) << static_cast<int>(sign);
        EXPECT_EQ(twice.find("#-#"), std::string::npos) << static_cast<int>(sign);
    }
}

/// The page for those who carry a unit says what the lamp does.
TEST(LampPatterns, ArePrintedAsTheyAre) {
    std::ifstream page{std::string{LANTERNE_SOURCE_FOLDER} + "/docs/lamp-and-button.md"};
    std::vector<std::string> printed;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("| `")) {
            printed.push_back(line.substr(3, line.find('`', 3) - 3));
        }
    }

    std::vector<std::string> played;
    for (const LampSign sign : all_signs()) {
        played.push_back(seen(sign, static_cast<int>(period_of(sign) / lamp_step)));
    }

    EXPECT_EQ(printed, played);
}

constexpr LampPlayer::Instant start{1'000h};
constexpr UnitState well{.started = true, .fix_is_fresh = true, .connected = true};

UnitState well_but(bool UnitState::*what, bool value) {
    UnitState state = well;
    state.*what = value;
    return state;
}

TEST(LampPlayer, PlaysASignFromItsBeginning) {
    LampPlayer player;

    EXPECT_TRUE(player.play(well, start));
    EXPECT_TRUE(player.play(well, start + 199ms));
    EXPECT_FALSE(player.play(well, start + 200ms));
    EXPECT_TRUE(player.play(well, start + 3s));
    EXPECT_EQ(player.sign(), LampSign::sending);
}

TEST(LampPlayer, AMoreUrgentSignBeginsAtOnce) {
    LampPlayer player;
    player.play(well, start);

    EXPECT_TRUE(player.play(well_but(&UnitState::sos_raised, true), start + 700ms));
    EXPECT_EQ(player.sign(), LampSign::sos_calling);
}

TEST(LampPlayer, ALessUrgentSignWaitsForTheEndOfThePattern) {
    LampPlayer player;
    player.play(well_but(&UnitState::fix_is_fresh, false), start);

    player.play(well, start + 2'999ms);
    EXPECT_EQ(player.sign(), LampSign::no_gps);
    player.play(well, start + 3s);
    EXPECT_EQ(player.sign(), LampSign::sending);
}

TEST(LampPlayer, WhoHoldsTheButtonSeesAtOnceThatItHasCalledAndThatItWasHeard) {
    LampPlayer player;
    UnitState state = well_but(&UnitState::button_held, true);
    player.play(state, start);
    state.sos_raised = true;
    player.play(state, start + 3s);
    EXPECT_EQ(player.sign(), LampSign::sos_calling);

    state.sos_receipted = true;
    player.play(state, start + 3'100ms);
    EXPECT_EQ(player.sign(), LampSign::sos_heard);

    state.sos_raised = false; // taken back
    player.play(state, start + 3'200ms);
    EXPECT_EQ(player.sign(), LampSign::held);
}

TEST(LampPlayer, AReleasedButtonLetsTheLampGoAtOnce) {
    LampPlayer player;
    EXPECT_TRUE(player.play(well_but(&UnitState::button_held, true), start));

    player.play(well, start + 100ms);

    EXPECT_EQ(player.sign(), LampSign::sending);
}

TEST(LampPlayer, AStateThatFlickersStillGivesAPatternOneCanRead) {
    LampPlayer player;
    std::string lamp;
    for (int step = 0; step < 60; ++step) {
        lamp += player.play(well_but(&UnitState::connected, step % 2 == 0), start + step * 100ms)
                    ? '#'
                    : '-';
    }

    EXPECT_EQ(lamp.substr(1, 30), "##--##--##--------------------");
}

} // namespace
} // namespace lanterne::firmware
