#include "bench/scoring/knowledge.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "bench/scoring/chosen.hpp"
#include "bench/scoring/oracle.hpp"
#include "bench/scoring/spread.hpp"
#include "bench/scoring/stratum.hpp"

namespace lanterne::bench {
namespace {

struct Variant {
    std::string_view key;
    std::string_view what;
    Known known;
};

constexpr std::array variants = {
    Variant{"all", "all", all_known},
    Variant{"no_line", "the true line", {.line = false}},
    Variant{"no_speed_law", "the law of speed", {.speed_law = false}},
    Variant{"no_bursts", "when bursts began", {.bursts = false}},
    Variant{"no_crossing", "which crossing", {.crossing = false}},
    Variant{"no_line_nor_law", "line and law of speed", {.line = false, .speed_law = false}},
    Variant{"in_the_field", "all four", known_in_the_field},
};

/// One passage: its errors in seconds, by variant.
struct Passed {
    Stratum stratum = Stratum::open;
    double gap_s = 0;
    double noise_s = 0; ///< what the noise along the way amounts to at that speed
    std::array<TimedError, variants.size()> errors;
};

using Passages = std::vector<Passed>;

void add(Passages& all, const truth::Shape& shape, const truth::Sample& sample,
         const plan::RacePlan& drawn, const simulator::Conditions& conditions) {
    const UtcTime gun = shape.truth.waves.front().gun;
    const Strata strata{sample, gun, conditions};
    std::array<std::vector<std::optional<TimedError>>, variants.size()> times;
    std::ranges::transform(variants, times.begin(), [&](const Variant& variant) {
        return oracle(sample, shape.truth, drawn, conditions, variant.known);
    });
    const auto& passages = sample.journey.passages();
    for (std::size_t i = 0; i < passages.size(); ++i) {
        if (!std::ranges::all_of(times, [&](const auto& by) { return by[i].has_value(); })) {
            continue;
        }
        const double t = static_cast<double>((passages[i].time - gun).count()) / 1000;
        Passed one{.stratum = strata.at(passages[i].time),
                   .gap_s = strata.gap_at(passages[i].time),
                   .noise_s = std::hypot(conditions.on_land.slow_m, conditions.on_land.white_m) /
                              length(sample.journey.at(t).velocity),
                   .errors = {}};
        for (std::size_t k = 0; k < variants.size(); ++k) {
            one.errors[k] = *times[k][i];
        }
        all.push_back(one);
    }
}

Passages measured(const Options& options, const simulator::Conditions& conditions,
                  std::uint64_t seed) {
    const std::vector<const truth::Shape*> shapes = chosen_shapes(options);
    const int athletes = std::max(options.athletes / 250, 1);
    const auto parts = spread(shapes.size(), options.threads, [&](std::size_t i) {
        Passages all;
        const plan::RacePlan drawn = truth::as_drawn(shapes[i]->truth, seed, 1);
        for (int number = 1; number <= athletes; ++number) {
            add(all, *shapes[i],
                sample_of(*shapes[i], conditions, seed, static_cast<std::uint64_t>(number)), drawn,
                conditions);
        }
        return all;
    });
    Passages all;
    for (const Passages& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

// Farther off than such a time may be: another crossing was taken for the one that is meant.
bool is_wrong(const TimedError& time) {
    return std::abs(time.error_s) > std::max(5.0, 4 * time.standard_error_s);
}

template<class Which>
void add_rows(std::vector<Row>& rows, const Passages& passages, const std::string& key,
              const std::string& what, const Which& which) {
    struct Sums {
        double squares = 0;
        double by_noise = 0; // squares
        std::size_t inside = 0;
        std::size_t wrong = 0;
    };

    std::array<Sums, variants.size()> sums;
    std::size_t number = 0;
    for (const Passed& one : passages) {
        if (!which(one)) {
            continue;
        }
        const bool is_all_right = std::ranges::none_of(one.errors, is_wrong);
        number += is_all_right ? 1U : 0U;
        for (std::size_t k = 0; k < variants.size(); ++k) {
            const double error = is_all_right ? one.errors[k].error_s : 0;
            sums[k].wrong += is_wrong(one.errors[k]) ? 1U : 0U;
            sums[k].squares += error * error;
            sums[k].by_noise += error / one.noise_s * error / one.noise_s;
            sums[k].inside +=
                is_all_right && std::abs(error) <= 1.96 * one.errors[k].standard_error_s ? 1U : 0U;
        }
    }
    const double count = static_cast<double>(std::max<std::size_t>(number, 1));
    for (std::size_t k = 0; k < variants.size(); ++k) {
        rows.push_back(
            {.key = fmt::format("knowledge_{}_{}", key, variants[k].key),
             .what = fmt::format("oracle's error, {}, {}", what,
                                 k == 0 ? "knowing all" : fmt::format("less {}", variants[k].what)),
             .measured = number > 0 ? std::optional{std::sqrt(sums[k].squares / sums[0].squares)}
                                    : std::nullopt,
             .unit = "x",
             .note = fmt::format(
                 "rms {:.2f} s, {:.2f} x the noise along / speed; {:.1f} % inside; "
                 "n = {}, {} more taken for another crossing",
                 std::sqrt(sums[k].squares / count), std::sqrt(sums[k].by_noise / count),
                 100.0 * static_cast<double>(sums[k].inside) / count, number, sums[k].wrong)});
    }
}

} // namespace

std::vector<Row> knowledge(const Options& options) {
    const Passages usual =
        measured(options, simulator::conditions(1, 3), options.seed * 1'000 + 500);
    simulator::Conditions silent = simulator::conditions(1, 3);
    silent.longest_gap_s = 80;
    silent.silent_part = 0.3;
    const Passages gaps = measured(options, silent, options.seed * 1'000 + 77'500);
    const auto in = [](Stratum stratum) {
        return [stratum](const Passed& one) { return one.stratum == stratum; };
    };
    std::vector<Row> rows;
    add_rows(rows, usual, "open", "running on", in(Stratum::open));
    add_rows(rows, usual, "stop", "near a stop", in(Stratum::stop));
    add_rows(rows, usual, "burst", "in a burst", in(Stratum::burst));
    add_rows(rows, gaps, "gap_30", "in a gap of 20-45 s", [](const Passed& one) {
        return one.stratum == Stratum::gap && one.gap_s >= 20 && one.gap_s < 45;
    });
    add_rows(rows, gaps, "gap_60", "in a gap of 45-80 s", [](const Passed& one) {
        return one.stratum == Stratum::gap && one.gap_s >= 45 && one.gap_s < 90;
    });
    return rows;
}

} // namespace lanterne::bench
