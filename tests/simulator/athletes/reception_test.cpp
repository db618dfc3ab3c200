#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "simulator/athletes/reception.hpp"

namespace lanterne::simulator {
namespace {

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");
const plan::Wave wave{.id = "all", .name = "All", .gun = gun};
constexpr std::uint64_t seed = 11;

course::Course straight(double metres) {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    std::vector<course::Leg> legs{
        {.id = "run",
         .name = "Run",
         .sport = course::Sport::run,
         .line = geo::Polyline{{ground.to_position({0, 0}), ground.to_position({metres, 0})}}}};
    course::unroll(legs);
    return {legs,
            {{.id = "gate", .position = legs[0].line.points().front()}},
            {{.id = "start", .name = "", .kind = course::PointKind::start, .location = "gate"}}};
}

const course::Course course_of_tests = straight(2'000);

Behaviour waits(double seconds) { return {.waits_s = seconds}; }

// Errors of who stands for hours before the gun, one a second.
std::vector<geo::PlanePoint> errors(Conditions conditions, std::uint64_t number) {
    conditions.silent_part = 0;
    conditions.jitter_part = 0;
    const Journey journey{course_of_tests, wave, waits(40'000), seed, number};
    std::vector<geo::PlanePoint> all;
    for (const Fix& fix : receive(journey, gun, conditions, seed, number).fixes) {
        const double t = static_cast<double>((fix.time - gun).count()) / 1000;
        if (t < 0) {
            all.push_back(journey.ground().plane().to_plane(fix.position) - journey.at(t).point);
        }
    }
    return all;
}

double covariance(const std::vector<geo::PlanePoint>& errors, std::size_t apart) {
    double sum = 0;
    for (std::size_t i = 0; i + apart < errors.size(); ++i) {
        sum += dot(errors[i], errors[i + apart]) / 2;
    }
    return sum / static_cast<double>(errors.size() - apart);
}

Conditions calm(double slow_m, double slow_time_s) {
    Conditions all = conditions(1, slow_m, slow_time_s);
    all.on_land.burst_every_s = 0;
    all.common_m = 0;
    return all;
}

// 40'000 s hold some 450 independent values of each axis: a variance is known to 5 %.
TEST(Reception, HasAnErrorOfTheSizeAndDurationThatItWasTold) {
    const std::vector<geo::PlanePoint> all = errors(calm(3, 45), 1);

    EXPECT_NEAR(covariance(all, 0), 3 * 3 + 0.5 * 0.5, 1.4);
    EXPECT_NEAR(covariance(all, 45), 9 * std::exp(-1), 1.2);
}

TEST(Reception, HasBurstsOfEightMetresAndMoreSomeTimesAnHour) {
    Conditions noisy = calm(0, 45);
    noisy.on_land.burst_every_s = 900;
    noisy.silent_part = 0;
    const Journey journey{course_of_tests, wave, waits(40'000), seed, 2};

    const Reception reception = receive(journey, gun, noisy, seed, 2);

    EXPECT_NEAR(static_cast<double>(reception.bursts_s.size()), 45, 20); // 3 sd of a count
    for (const double burst : reception.bursts_s) {
        const auto fix = std::ranges::lower_bound(
            reception.fixes, gun + Milliseconds{std::llround(burst * 1000)}, {}, &Fix::time);
        const geo::PlanePoint error =
            journey.ground().plane().to_plane(fix->position) - journey.at(burst).point;
        EXPECT_GT(length(error), 6);
        EXPECT_LT(length(error), 24);
    }
}

TEST(Reception, LacksATenthOfTheTimeInGapsOfAtMostThirtySeconds) {
    const Journey journey{course_of_tests, wave, waits(40'000), seed, 3};

    const std::vector<Fix> fixes = receive(journey, gun, conditions(1, 3), seed, 3).fixes;

    const double share = static_cast<double>(fixes.size()) / (journey.end_s() - journey.begin_s());
    EXPECT_NEAR(share, 0.9, 0.02);
    for (std::size_t i = 1; i < fixes.size(); ++i) {
        EXPECT_LT((fixes[i].time - fixes[i - 1].time).count(), 32'500);
    }
}

TEST(Reception, SharesAPartOfItsErrorWithAllOthersOfTheRace) {
    Conditions common = calm(0, 45);
    common.on_land.white_m = 0;
    common.common_m = 0.3;

    const std::vector<geo::PlanePoint> one = errors(common, 4);
    const std::vector<geo::PlanePoint> other = errors(common, 5);

    for (const std::size_t i : {100U, 5'000U, 30'000U}) {
        EXPECT_NEAR(one[i].east, other[i].east, 0.2); // the wire's resolution, and a second apart
        EXPECT_NEAR(one[i].north, other[i].north, 0.25);
    }
    EXPECT_NEAR(covariance(one, 0), 0.09, 0.03);
}

// FNV-1a of everything that a fix says: another number is another simulation on some machine.
TEST(Reception, IsTheSameEverywhere) {
    const Journey journey{course_of_tests, wave, {}, seed, 6};
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    const auto add = [&](std::int64_t value) {
        hash = (hash ^ static_cast<std::uint64_t>(value)) * 1'099'511'628'211U;
    };

    for (const Fix& fix : receive(journey, gun, conditions(1, 3), seed, 6).fixes) {
        add(to_ms(fix.time));
        add(fix.position.latitude.e6);
        add(fix.position.longitude.e6);
        add(*fix.speed_dmps);
        add(*fix.course_2deg);
    }

    EXPECT_EQ(hash, 1'887'894'708'870'144'433U);
}

} // namespace
} // namespace lanterne::simulator
