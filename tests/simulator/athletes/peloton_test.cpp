#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "simulator/athletes/going.hpp"
#include "tests/simulator/support/small_race.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;

const std::vector<SmallLeg> run{{.sport = Sport::run, .steps = {{1'500, 0}, {0, 1'500}}}};
const std::vector<SmallLeg> square{
    {.sport = Sport::bike, .steps = {{800, 0}, {0, 800}, {-800, 0}, {0, -800}}, .laps = 3}};
const std::vector<SmallLeg> triathlon{{.sport = Sport::swim, .steps = {{200, 0}, {0, 200}}},
                                      {.sport = Sport::transition, .steps = {{100, 0}}},
                                      {.sport = Sport::bike, .steps = {{3'000, 0}}},
                                      {.sport = Sport::transition, .steps = {{80, 0}}},
                                      {.sport = Sport::run, .steps = {{0, 600}, {600, 0}}}};

FieldSettings eventful() {
    return {.stops_per_hour = 4, .lost_share = 0.3, .gives_up_share = 0.3, .taken_in_share = 0.5};
}

std::int64_t digest(const TrueState& state) {
    return state.position.latitude.e6 * 31LL + state.position.longitude.e6 * 37LL +
           std::llround(state.speed_mps * 1e6) + std::llround(state.along.value * 1e6);
}

// FNV-1a of where everybody is, each half minute.
std::uint64_t digest_of_race(const plan::RacePlan& plan, std::uint64_t seed) {
    Peloton peloton{plan, eventful(), seed};
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    while (!peloton.is_over()) {
        for (int i = 0; i < 30; ++i) {
            peloton.step();
        }
        for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
            const auto value = digest(peloton.at(entry, peloton.now() - Milliseconds{300}));
            hash = (hash ^ static_cast<std::uint64_t>(value)) * 1'099'511'628'211U;
        }
    }
    return hash;
}

TEST(Peloton, IsTheSameForTheSameSeedAndOtherwiseAnother) {
    const plan::RacePlan plan = small_race(triathlon, 30);

    const std::uint64_t hash = digest_of_race(plan, 7);

    EXPECT_EQ(digest_of_race(plan, 7), hash);
    EXPECT_NE(digest_of_race(plan, 8), hash);
}

// Another number is another simulation on some machine.
TEST(Peloton, IsTheSameEverywhere) {
    EXPECT_EQ(digest_of_race(small_race(triathlon, 30), 7), 9'517'188'648'833'559'276U);
}

TEST(Peloton, GivesEachBibTheSameRaceInAnotherOrderOfEntries) {
    const plan::RacePlan plan = small_race(square, 30);
    plan::RacePlan turned = plan;
    std::ranges::reverse(turned.entries);
    Peloton peloton{plan, eventful(), 7};
    Peloton other{turned, eventful(), 7};

    run_to_end(peloton);
    run_to_end(other);

    for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
        EXPECT_EQ(peloton.passages(entry), other.passages(peloton.size() - 1 - entry)) << entry;
    }
}

TEST(Peloton, WaitsBehindTheLineUntilTheGunAndGoesAtOnce) {
    const plan::RacePlan plan = small_race(run, 5);
    Peloton peloton{plan, calm, 7};
    ASSERT_EQ(peloton.begin(), small_gun - std::chrono::seconds{10});
    while (peloton.now() < small_gun) {
        peloton.step();
        EXPECT_EQ(peloton.doing(0), peloton.now() < small_gun ? Doing::waiting : peloton.doing(0));
        EXPECT_LT(peloton.at(0, peloton.now()).along.value, 0);
        EXPECT_EQ(peloton.at(0, peloton.now()).speed_mps, 0);
    }

    for (int second = 0; second < 8; ++second) {
        peloton.step();
    }

    EXPECT_EQ(peloton.doing(0), Doing::racing);
    EXPECT_GT(peloton.at(0, peloton.now()).speed_mps, 1);
    ASSERT_FALSE(peloton.passages(0).empty());
    EXPECT_EQ(peloton.passages(0).front(), (TruePassage{.point = 0, .time = small_gun}));
}

TEST(Peloton, StartsEachWaveWithItsGunAndEachSlotAtItsTime) {
    plan::RacePlan plan = small_race(run, 3);
    plan.waves.push_back({.id = "late",
                          .name = "Late",
                          .gun = small_gun + std::chrono::minutes{5},
                          .start_by = plan::StartBy::gate});
    plan.entries[1].wave = "late";
    plan.entries[2].slot = small_gun + std::chrono::minutes{2};
    Peloton peloton{plan, calm, 7};

    run_to_end(peloton);

    EXPECT_EQ(peloton.passages(0).front().time, small_gun);
    EXPECT_GT(peloton.passages(1).front().time, plan.waves[1].gun);
    EXPECT_LT(peloton.passages(1).front().time, plan.waves[1].gun + std::chrono::seconds{8});
    EXPECT_EQ(peloton.passages(2).front().time, *plan.entries[2].slot);
}

TEST(Peloton, PassesEachPointOnceInOrderAndIsThereThen) {
    const plan::RacePlan plan = small_race(square, 4);
    Peloton peloton{plan, calm, 7};
    std::vector<std::size_t> seen(peloton.size(), 1);

    while (!peloton.is_over()) {
        peloton.step();
        for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
            for (; seen[entry] < peloton.passages(entry).size(); ++seen[entry]) {
                const TruePassage passage = peloton.passages(entry)[seen[entry]];
                EXPECT_EQ(passage.point, seen[entry]);
                EXPECT_NEAR(peloton.at(entry, passage.time).along.value,
                            plan.course.points()[passage.point].along.value, 0.02);
            }
        }
    }

    EXPECT_EQ(peloton.passages(2).size(), plan.course.points().size());
    EXPECT_TRUE(std::ranges::is_sorted(peloton.passages(2), {}, &TruePassage::time));
    EXPECT_EQ(peloton.fate(2).ending, Ending::finished);
    EXPECT_EQ(peloton.fate(2).finish, peloton.passages(2).back().time);
}

TEST(Peloton, StaysOnItsCourseAndMovesAsFastAsItSays) {
    const plan::RacePlan plan = small_race(square, 2);
    Peloton peloton{plan, calm, 7};
    const geo::Polyline& line = plan.course.legs()[0].line;
    const geo::LocalPlane& plane = line.plane();

    for (int second = 0; second < 300; ++second) {
        peloton.step();
        const TrueState before = peloton.at(0, peloton.now() - Milliseconds{1'000});
        const TrueState after = peloton.at(0, peloton.now());
        const double way = length(plane.to_plane(after.position) - plane.to_plane(before.position));

        // Corners are cut: the way there is shorter than along the line.
        EXPECT_NEAR(way, (before.speed_mps + after.speed_mps) / 2, 3);
        if (after.along.value > 0) {
            EXPECT_LT(line.nearest(after.position).distance, 6);
        }
    }
}

// The gun's seconds are no part of it: between two kilometres on the way, by everybody.
double mean_speed(const SmallLeg& leg, FieldSettings settings) {
    settings.spread = 0;
    settings.drafting = false;
    plan::RacePlan plan = small_race({leg, leg}, 40);
    Peloton peloton{plan, settings, 7};
    run_to_end(peloton);
    double seconds = 0;
    for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
        const auto& passages = peloton.passages(entry);
        seconds += static_cast<double>((passages[2].time - passages[1].time).count()) / 1000;
    }
    return plan.course.legs()[1].line.length().value * 40 / seconds;
}

// Tiring and form leave 2 % of room.
TEST(Peloton, RunsUphillAsMuchSlowerAsTheCostOfAMetreGrows) {
    const double flat = mean_speed({.sport = Sport::run, .steps = {{2'000, 0}}}, calm);
    const double hill =
        mean_speed({.sport = Sport::run, .steps = {{2'000, 0}}, .gradient = 0.1}, calm);
    const double down =
        mean_speed({.sport = Sport::run, .steps = {{2'000, 0}}, .gradient = -0.1}, calm);

    const double dearer = (3.6 + 1.95 + 0.463 - 0.0433 - 0.00304 + 0.001554) / 3.6;
    EXPECT_NEAR(flat / hill, dearer, 0.02 * dearer);
    EXPECT_GT(down / flat, 1.1);
    EXPECT_LT(down / flat, 1.4);
}

double power_at(double mps, double gradient) {
    const double force = 84 * 9.80665 * (gradient + 0.0045) / std::hypot(1, gradient);
    return (force + 0.5 * 1.2 * 0.32 * mps * mps) * mps / 0.97;
}

TEST(Peloton, RidesUphillAtThePowerThatItHasOnTheFlat) {
    const double flat = mean_speed({.sport = Sport::bike, .steps = {{4'000, 0}}}, calm);
    const double hill =
        mean_speed({.sport = Sport::bike, .steps = {{4'000, 0}}, .gradient = 0.08}, calm);

    EXPECT_NEAR(power_at(flat, 0), 210, 0.04 * 210); // the cube of speed, and what tires
    EXPECT_NEAR(power_at(hill, 0.08), 210, 0.06 * 210);
}

TEST(Peloton, BrakesOnASteepDescentAndInABend) {
    const double down =
        mean_speed({.sport = Sport::bike, .steps = {{4'000, 0}}, .gradient = -0.1}, calm);
    const plan::RacePlan plan = small_race(square, 1);
    Peloton peloton{plan, calm, 7};
    double slowest = 100;
    while (!peloton.is_over()) {
        peloton.step();
        const TrueState state = peloton.at(0, peloton.now());
        if (std::abs(state.along.value - 800) < 15) {
            slowest = std::min(slowest, state.speed_mps);
        }
    }

    EXPECT_NEAR(down, 16, 0.5);
    EXPECT_LT(slowest, 6.5);
}

double fastest(const plan::RacePlan& plan, const FieldSettings& settings) {
    Peloton peloton{plan, settings, 7};
    run_to_end(peloton);
    double best = 1e9;
    for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
        best = std::min(best, seconds_of(peloton, entry));
    }
    return best;
}

TEST(Peloton, FormsAGroupThatIsFasterThanItsStrongestAlone) {
    const plan::RacePlan plan = small_race({{.sport = Sport::bike, .steps = {{20'000, 0}}}}, 12);
    FieldSettings alone = calm;
    alone.drafting = false;

    const double together_s = fastest(plan, calm);
    const double alone_s = fastest(plan, alone);

    EXPECT_LT(together_s, 0.985 * alone_s);
    EXPECT_GT(together_s, 0.85 * alone_s);
}

TEST(Peloton, RidesInAGroupWheelToWheel) {
    FieldSettings alike = calm;
    alike.spread = 0.3;
    const plan::RacePlan plan = small_race({{.sport = Sport::bike, .steps = {{20'000, 0}}}}, 12);
    Peloton peloton{plan, alike, 7};
    for (int second = 0; second < 900; ++second) {
        peloton.step();
    }
    std::vector<double> alongs;
    for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
        alongs.push_back(peloton.at(entry, peloton.now()).along.value);
    }
    std::ranges::sort(alongs);
    int close = 0;
    for (std::size_t i = 1; i < alongs.size(); ++i) {
        close += alongs[i] - alongs[i - 1] < 5 ? 1 : 0;
    }

    EXPECT_GE(close, 8) << "of eleven";
}

TEST(Peloton, HelpsNobodyWhereDraftingIsForbidden) {
    const std::vector<SmallLeg> leg{{.sport = Sport::bike, .steps = {{10'000, 0}}}};
    FieldSettings forbidden = calm;
    forbidden.drafting = false;
    const plan::RacePlan plan = small_race(leg, 12);
    Peloton many{plan, forbidden, 7};
    run_to_end(many);

    for (std::size_t entry : {0U, 5U, 11U}) {
        plan::RacePlan one = plan;
        one.entries = {plan.entries[entry]};
        Peloton alone{one, forbidden, 7};
        run_to_end(alone);

        // Another place behind the line is all that differs.
        EXPECT_NEAR(seconds_of(alone, 0), seconds_of(many, entry), 2);
    }
}

TEST(Peloton, SwimsFasterAtAnothersFeet) {
    plan::RacePlan plan = small_race({{.sport = Sport::swim, .steps = {{2'000, 0}}}}, 20);
    Peloton together{plan, calm, 7};
    run_to_end(together);
    double gained = 0;
    for (std::size_t entry = 0; entry < together.size(); ++entry) {
        plan::RacePlan one = plan;
        one.entries = {plan.entries[entry]};
        Peloton alone{one, calm, 7};
        run_to_end(alone);
        const double part = seconds_of(alone, 0) / seconds_of(together, entry);
        EXPECT_LT(part, at_feet + 0.01);
        gained = std::max(gained, part);
    }

    EXPECT_GT(gained, 1.01);
}

TEST(Peloton, TiresWithTheHours) {
    const plan::RacePlan plan =
        small_race({{.sport = Sport::run, .steps = {{0, 2'000}, {0, -2'000}}, .laps = 6}}, 10);
    Peloton peloton{plan, calm, 7};
    run_to_end(peloton);
    double slower = 0;
    for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
        const auto& p = peloton.passages(entry);
        slower += static_cast<double>((p[6].time - p[5].time).count()) /
                  static_cast<double>((p[2].time - p[1].time).count());
    }

    EXPECT_GT(slower / 10, 1.03);
    EXPECT_LT(slower / 10, 1.12);
}

TEST(Peloton, StandsAWhileInATransition) {
    const plan::RacePlan plan = small_race(triathlon, 6);
    Peloton peloton{plan, calm, 7};
    std::vector<int> stood(peloton.size());

    while (!peloton.is_over()) {
        peloton.step();
        for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
            const TrueState state = peloton.at(entry, peloton.now());
            const bool changes = state.doing == Doing::standing && state.sport == Sport::transition;
            stood[entry] += changes ? 1 : 0;
        }
    }

    EXPECT_GT(*std::ranges::min_element(stood), 30);
    EXPECT_LT(*std::ranges::max_element(stood), 300);
}

TEST(Peloton, RunsOutBehindTheFinishAndStands) {
    const plan::RacePlan plan = small_race(run, 3);
    Peloton peloton{plan, calm, 7};
    run_to_end(peloton);

    const TrueState state = peloton.at(1, peloton.now());

    EXPECT_TRUE(peloton.is_over());
    EXPECT_EQ(state.doing, Doing::finished);
    EXPECT_TRUE(state.is_finished);
    EXPECT_EQ(state.speed_mps, 0);
    EXPECT_GT(state.along.value, 3'010);
    EXPECT_LT(state.along.value, 3'120);
}

TEST(Peloton, KnowsHowHighItIs) {
    const plan::RacePlan plan =
        small_race({{.sport = Sport::run, .steps = {{2'000, 0}}, .gradient = 0.05}}, 1);
    Peloton peloton{plan, calm, 7};
    run_to_end(peloton);

    EXPECT_NEAR(*peloton.at(0, peloton.now()).height_m, 200, 1);
}

TEST(Peloton, RefusesSettingsOutsideTheirRanges) {
    const plan::RacePlan plan = small_race(run, 1);

    EXPECT_THROW(Peloton(plan, {.lost_share = 1.1}, 1), std::invalid_argument);
    EXPECT_THROW(Peloton(plan, {.level = std::nan("")}, 1), std::invalid_argument);
    EXPECT_THROW(Peloton(plan, {.stops_per_hour = -1}, 1), std::invalid_argument);
}

// What belongs to one athlete; its passages are 16 bytes each besides.
TEST(Peloton, TakesAFewHundredBytesAnAthlete) {
    EXPECT_LE(sizeof(Racer) + sizeof(Wheel) + sizeof(Bunch::Member) + 5 * sizeof(Ability), 700U);
}

} // namespace
} // namespace lanterne::simulator
