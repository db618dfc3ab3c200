#include "bench/scoring/standing.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "bench/scoring/spread.hpp"
#include "tests/support/truth/behaviours.hpp"
#include "tests/support/truth/draft.hpp"
#include "tests/support/truth/judge.hpp"

namespace lanterne::bench {
namespace {

constexpr double gate_m = 800;
constexpr double stands_s = 600;
constexpr double hair_m = 0.01; // who stands at the gate has not passed it

plan::RacePlan straight_race() {
    truth::Draft draft;
    draft.leg("run", course::Sport::run, {{0, 0}, {1'600, 0}});
    draft.point("gate", course::PointKind::split, 0, 1, gate_m);
    return draft.race();
}

template<int metres>
simulator::Behaviour stands_before(const course::Course& course, hal::simulated::Random& random) {
    simulator::Behaviour all = truth::ordinary(course, random);
    all.abandons_at.reset();
    all.halts = {{.at = gate_m - std::max<double>(metres, hair_m), .seconds = stands_s}};
    return all;
}

struct Outcome {
    bool is_early = false; ///< published while it stood
    bool is_once = false;
    bool is_inside = false;
};

Outcome judged(const truth::Shape& shape, std::uint64_t seed) {
    scoring::Race race{truth::as_drawn(shape.truth, seed, 1)};
    const truth::Sample sample = truth::sample_of(shape, simulator::conditions(1, 3), seed, 1);
    const truth::Verdict verdict = judge(race, *Bib::from("1"), sample);
    const auto found = std::ranges::find(verdict.times, std::size_t{1}, &truth::Judged::point);
    if (found == verdict.times.end()) {
        return {};
    }
    return {.is_early = found->waited_s < 0,
            .is_once = true,
            .is_inside = std::abs(found->error_s) <= 1.96 * found->standard_error_s};
}

void add(std::vector<Row>& rows, int metres, const truth::Shape& shape, const Options& options) {
    const auto athletes = static_cast<std::size_t>(std::max(options.athletes / 50, 1));
    const auto outcomes = spread(athletes, options.threads, [&](std::size_t i) {
        return judged(shape, options.seed * 20'000 + i);
    });
    const auto early = std::ranges::count_if(outcomes, &Outcome::is_early);
    const auto once = std::ranges::count_if(outcomes, &Outcome::is_once);
    const auto inside = std::ranges::count_if(outcomes, &Outcome::is_inside);
    const std::string what = fmt::format("ten minutes {} m before a gate: ", metres);
    const std::string key = fmt::format("standing_{}_m_", metres);
    rows.push_back({.key = key + "false",
                    .what = what + "published while standing",
                    .measured = static_cast<double>(early),
                    .unit = "",
                    .most = 0,
                    .note = fmt::format("of {} athletes", athletes)});
    rows.push_back({.key = key + "none",
                    .what = what + "not published at all",
                    .measured = static_cast<double>(static_cast<long>(athletes) - once),
                    .unit = "",
                    .most = 0});
    rows.push_back({.key = key + "inside_percent",
                    .what = what + "truth inside the interval",
                    .measured = 100.0 * static_cast<double>(inside) / static_cast<double>(athletes),
                    .unit = "%",
                    .least = 93});
}

} // namespace

std::vector<Row> standing(const Options& options) {
    std::vector<Row> rows;
    add(rows, 0, {"standing-0", straight_race(), stands_before<0>}, options);
    add(rows, 3, {"standing-3", straight_race(), stands_before<3>}, options);
    add(rows, 5, {"standing-5", straight_race(), stands_before<5>}, options);
    add(rows, 10, {"standing-10", straight_race(), stands_before<10>}, options);
    return rows;
}

} // namespace lanterne::bench
