#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::race_on;
using drawn::walk;

constexpr Metres cell{8};

std::vector<plan::ActBody> one_of_each(const plan::RacePlan& plan) {
    const plan::PointLap one{"1"};
    const plan::PointLap two{"2"};
    return {plan::StartWave{.wave = "all", .standard_error_ms = 100},
            plan::HoldWave{.wave = "all"},
            plan::Neutralise{.whom = {}, .from = one, .to = two, .until = {}, .cap = {}},
            plan::Neutralise{.whom = {}, .from = {}, .to = {}, .until = at(40), .cap = {}},
            plan::Shorten{.whom = {}, .finish = two},
            plan::CorrectPassage{.bib = bib("7"), .at = one, .time = at(13)},
            plan::VoidPassage{.bib = bib("8"), .at = one},
            plan::ConfirmPassage{.bib = bib("8"), .at = two},
            plan::Read{.source = "chip",
                       .clock = "mat",
                       .point = "1",
                       .lap = {},
                       .bib = bib("7"),
                       .time = at(12.2)},
            plan::SetClock{.clock = "mat", .add = Milliseconds{-300}},
            plan::FinishOrder{.at = {"F"}, .places = {{{bib("8")}}, {{bib("7")}}}},
            plan::Rule{.bib = bib("8"), .status = plan::Ruled::did_not_finish, .article = {}},
            plan::Penalise{.bib = bib("7"),
                           .kind = plan::PenaltyKind::time,
                           .article = {},
                           .time = Milliseconds{5'000}},
            plan::Extend{.whom = {}, .point = "1", .by = Milliseconds{1'000}},
            plan::MoveGate{.location = "1", .position = plan.course.position_at(cell * 5)},
            plan::CloseCase{.identity = "off-course/7", .verdict = "seen"}};
}

Race scored(const plan::RacePlan& plan, std::vector<plan::Act> acts) {
    Race race{plan};
    race.set_acts(std::move(acts));
    race.rescore(bib("7"), walk(cell, ">>>>>>>>>>>>>>>>>>>>>>>>>>>"));
    race.rescore(bib("8"), walk(cell, "o>>>>>>>>>>>>>>>>>>>>>>>>>>"));
    return race;
}

TEST(Undo, OfAnyActGivesTheSameBytesAsIfItNeverWas) {
    const plan::RacePlan plan = race_on(cell, "S-----1-----2-----F", {"7", "8"});
    const std::vector<plan::ActBody> bodies = one_of_each(plan);
    constexpr std::uint64_t seed = 20'260'614;
    std::mt19937_64 random{seed};

    for (int round = 0; round < 60; ++round) {
        std::vector<plan::Act> kept;
        std::vector<plan::Act> all;
        std::int64_t number = 0;
        for (const plan::ActBody& body : bodies) {
            const plan::Act done = act(++number, static_cast<double>(random() % 60), body);
            all.push_back(done);
            if (random() % 2 == 0) {
                all.push_back(
                    act(++number, static_cast<double>(random() % 60), plan::Undo{done.number}));
            } else {
                kept.push_back(done);
            }
        }
        std::shuffle(all.begin(), all.end(), random);
        const Race with_undone = scored(plan, all);
        const Race without = scored(plan, kept);

        ASSERT_EQ(with_undone.digest(), without.digest()) << "seed " << seed << " round " << round;
        ASSERT_EQ(with_undone.standings(at(90)), without.standings(at(90))) << round;
    }
}

TEST(Undo, CanItselfBeUndone) {
    const plan::RacePlan plan = race_on(cell, "S-----1-----2-----F", {"7", "8"});
    const plan::Act done = act(1, 50, plan::VoidPassage{.bib = bib("7"), .at = {"1"}});
    const plan::Act undone = act(2, 50, plan::Undo{1});
    const plan::Act redone = act(3, 50, plan::Undo{2});

    EXPECT_EQ(scored(plan, {done, undone}).digest(), scored(plan, {}).digest());
    EXPECT_EQ(scored(plan, {redone, undone, done}).digest(), scored(plan, {done}).digest());
    EXPECT_NE(scored(plan, {done}).digest(), scored(plan, {}).digest());
}

} // namespace
} // namespace lanterne::scoring
