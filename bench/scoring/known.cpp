#include "bench/scoring/known.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "bench/scoring/spread.hpp"
#include "tests/support/truth/behaviours.hpp"
#include "tests/support/truth/draft.hpp"
#include "tests/support/truth/judge.hpp"

namespace lanterne::bench {
namespace {

using hal::simulated::Random;
using simulator::Behaviour;
using truth::Sample;

constexpr std::uint32_t laps = 6;
constexpr double chip_error_s = 0.05;

plan::RacePlan lap_race() {
    truth::Draft draft;
    draft.leg("run", course::Sport::run, truth::oval(250, 64), laps);
    draft.laps(0);
    return draft.race();
}

Behaviour usual(const course::Course& course, Random& random) {
    Behaviour all = truth::ordinary(course, random);
    all.abandons_at.reset();
    return all;
}

Behaviour one_slow_lap(const course::Course& course, Random& random) {
    Behaviour all = usual(course, random);
    const double lap = course::lap_length(course.legs()[0]).value;
    const double before = static_cast<double>(random.bits() % laps);
    all.slow = {
        {.from = before * lap, .to = (before + 1) * lap, .times = random.uniform(1.85, 4.15)}};
    return all;
}

/// Fixes as they were recorded, and what mats saw, changed by some mishap.
struct Recorded {
    Sample sample;
    std::vector<plan::Act> reads;

    void read(UtcTime time) {
        const auto number = static_cast<std::int64_t>(reads.size()) + 1;
        reads.push_back({.number = number,
                         .effective = time,
                         .recorded = time,
                         .who = "mat",
                         .why = "",
                         .body = plan::Read{.source = "chip",
                                            .clock = "mat",
                                            .point = {},
                                            .lap = std::nullopt,
                                            .bib = Bib::from("1"),
                                            .time = time,
                                            .standard_error_ms = 50,
                                            .order = std::nullopt}});
    }

    void name_points() { // a mat stands at the line: a lap's end, and the last one is the finish
        for (plan::Act& act : reads) {
            std::get<plan::Read>(act.body).point = "lap";
        }
    }
};

Milliseconds seconds(double value) { return Milliseconds{std::llround(value * 1000)}; }

/// When it passed the line at a lap's end but the last.
std::vector<UtcTime> laps_of(const Sample& sample) {
    std::vector<UtcTime> times;
    for (const simulator::TruePassage& passage : sample.journey.passages()) {
        if (passage.point > 0 && passage.point < laps) {
            times.push_back(passage.time);
        }
    }
    return times;
}

UtcTime some_time(const Sample& sample, Random& random) {
    const auto& passages = sample.journey.passages();
    const Milliseconds race = passages.back().time - passages.front().time;
    return passages.front().time +
           seconds(random.uniform(30, static_cast<double>(race.count()) / 1000 - 30));
}

void nothing(Recorded& /*recorded*/, Random& /*random*/) {}

// A few fixes in a row at the line, wherever the athlete is.
void stray_fixes(Recorded& recorded, Random& random) {
    const UtcTime from = some_time(recorded.sample, random);
    const Position line = recorded.sample.journey.ground().plane().to_position(
        recorded.sample.journey.ground().at(0));
    for (Fix& fix : recorded.sample.reception.fixes) {
        if (fix.time >= from && fix.time < from + seconds(3)) {
            fix.position = line;
        }
    }
}

void silent_at_first_lap(Recorded& recorded, Random& /*random*/) {
    const UtcTime passed = laps_of(recorded.sample).front();
    std::erase_if(recorded.sample.reception.fixes, [&](const Fix& fix) {
        return fix.time > passed - seconds(90) && fix.time < passed + seconds(90);
    });
}

void chips(Recorded& recorded, Random& random) {
    for (const UtcTime time : laps_of(recorded.sample)) {
        recorded.read(time + seconds(chip_error_s * random.normal()));
    }
}

void stray_chip(Recorded& recorded, Random& random) {
    chips(recorded, random);
    recorded.read(some_time(recorded.sample, random));
}

void chips_but_the_first(Recorded& recorded, Random& random) {
    chips(recorded, random);
    recorded.reads.erase(recorded.reads.begin());
}

void double_chips(Recorded& recorded, Random& random) {
    for (const UtcTime time : laps_of(recorded.sample)) {
        const UtcTime first = time + seconds(chip_error_s * random.normal());
        recorded.read(first);
        recorded.read(first + seconds(random.uniform(0.5, 5)));
    }
}

struct Failure {
    std::string_view key;
    std::string_view what;
    Behaviour (*behave)(const course::Course&, Random&);
    void (*mishap)(Recorded&, Random&);
};

constexpr std::array failures = {
    Failure{"slow_lap", "a lap 1.85 to 4.15 times as long", one_slow_lap, nothing},
    Failure{"slow_lap_chip", "the same, with chips", one_slow_lap, chips},
    Failure{"stray_fixes", "three stray fixes at the line, any time", usual, stray_fixes},
    Failure{"stray_chip", "a stray chip read, any time", usual, stray_chip},
    Failure{"first_lap", "no fix around the first lap's end", usual, silent_at_first_lap},
    Failure{"first_lap_chip", "the first lap's chip read missed", usual, chips_but_the_first},
    Failure{"double_chip", "each chip read twice", usual, double_chips},
};

std::vector<std::string> judged(const truth::Shape& shape, const Failure& failure,
                                std::uint64_t seed) {
    Random random{seed, 5'000'000};
    Recorded recorded{.sample = truth::sample_of(shape, simulator::conditions(1, 3), seed, 1),
                      .reads = {}};
    failure.mishap(recorded, random);
    recorded.name_points();
    scoring::Race race{truth::as_drawn(shape.truth, seed, 1)};
    return judge(race, *Bib::from("1"), recorded.sample, recorded.reads).wrong;
}

Row row_of(const Failure& failure, const Options& options) {
    const truth::Shape shape{"laps", lap_race(), failure.behave};
    const auto athletes = static_cast<std::size_t>(std::max(options.athletes / 50, 1));
    const auto all = spread(athletes, options.threads, [&](std::size_t i) {
        return judged(shape, failure, options.seed * 10'000 + i);
    });
    int wrong = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        wrong += all[i].empty() ? 0 : 1;
        for (const std::string& line : all[i]) {
            if (options.list_wrong) {
                fmt::print("    {} seed {}: {}\n", failure.key, options.seed * 10'000 + i, line);
            }
        }
    }
    return {.key = fmt::format("wrong_{}", failure.key),
            .what = fmt::format("athletes with anything wrong: {}", failure.what),
            .measured = wrong,
            .unit = "",
            .most = 0,
            .note = fmt::format("of {}", athletes)};
}

} // namespace

std::vector<Row> known_failures(const Options& options) {
    std::vector<Row> rows;
    for (const Failure& failure : failures) {
        rows.push_back(row_of(failure, options));
    }
    return rows;
}

} // namespace lanterne::bench
