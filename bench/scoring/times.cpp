#include "bench/scoring/times.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "bench/scoring/chosen.hpp"
#include "bench/scoring/timed.hpp"

namespace lanterne::bench {
namespace {

using Which = std::function<bool(const Timed&)>;
using Times = std::vector<Timed>;

constexpr std::size_t few = 20; // of fewer passages a share says nothing

/// Sums of squares over the passages that published, oracle and raw have timed.
struct Errors {
    std::size_t number = 0;
    double published = 0;
    double oracle = 0;
    double raw = 0;
    std::size_t unknowable = 0; ///< of these, not timed or taken for another by who knows less
    double knowable = 0;        ///< over the others
    double beside_knowable = 0; ///< of what was published, over the same
};

// Farther off than max(5 s, 4 standard errors): counted elsewhere.
bool is_wrong(const TimedError& time) {
    return std::abs(time.error_s) > std::max(5.0, 4 * time.standard_error_s);
}

Errors errors_of(const Times& times, const Which& which) {
    Errors all;
    for (const Timed& time : times) {
        if (!which(time) || time.is_wrong || !time.oracle || !time.raw) {
            continue;
        }
        const double square = time.published.error_s * time.published.error_s;
        ++all.number;
        all.published += square;
        all.oracle += time.oracle->error_s * time.oracle->error_s;
        all.raw += time.raw->error_s * time.raw->error_s;
        if (time.knowable && !is_wrong(*time.knowable)) {
            all.beside_knowable += square;
            all.knowable += time.knowable->error_s * time.knowable->error_s;
        } else {
            ++all.unknowable;
        }
    }
    return all;
}

Row ratio_row(const Times& times, const std::string& key, const std::string& what,
              const Which& which) {
    const Errors errors = errors_of(times, which);
    Row row{.key = "time_" + key + "_over_oracle",
            .what = "error of times beside the oracle's: " + what,
            .measured = std::nullopt,
            .unit = "x",
            .most = 1.10};
    if (errors.number >= few) {
        row.measured = std::sqrt(errors.published / errors.oracle);
    }
    const auto root = [](double sum, std::size_t number) {
        return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(number, 1)));
    };
    const std::size_t known = errors.number - errors.unknowable;
    row.note =
        fmt::format("rms {:.2f} s, oracle {:.2f} s, raw interpolation {:.2f} s; n = {}; "
                    "{:.2f} x the {:.2f} s that an engine can know (n = {})",
                    root(errors.published, errors.number), root(errors.oracle, errors.number),
                    root(errors.raw, errors.number), errors.number,
                    known > 0 ? std::sqrt(errors.beside_knowable / errors.knowable) : 0,
                    root(errors.knowable, known), known);
    return row;
}

double median_of(std::vector<double> all) {
    std::ranges::sort(all);
    return all.empty() ? 0 : all[all.size() / 2];
}

// The row near a stop lets oracle and raw interpolation take the crossing nearest the truth, which
// no scoring may. Here both take the first, as somebody has to who is not told.
Row unaided_row(const Times& times) {
    Errors all;
    std::vector<double> published;
    std::vector<double> oracle;
    std::vector<double> raw;
    std::size_t oracle_wrong = 0;
    for (const Timed& time : times) {
        if (time.stratum != Stratum::stop || time.is_wrong || !time.oracle_unaided ||
            !time.raw_unaided) {
            continue;
        }
        ++all.number;
        all.published += time.published.error_s * time.published.error_s;
        all.oracle += time.oracle_unaided->error_s * time.oracle_unaided->error_s;
        all.raw += time.raw_unaided->error_s * time.raw_unaided->error_s;
        oracle_wrong += is_wrong(*time.oracle_unaided) ? 1U : 0U;
        published.push_back(std::abs(time.published.error_s));
        oracle.push_back(std::abs(time.oracle_unaided->error_s));
        raw.push_back(std::abs(time.raw_unaided->error_s));
    }
    const double count = static_cast<double>(std::max<std::size_t>(all.number, 1));
    return {.key = "time_stop_unaided_over_oracle",
            .what = "the same, nobody told which crossing is meant",
            .measured = all.number >= few ? std::optional{std::sqrt(all.published / all.oracle)}
                                          : std::nullopt,
            .unit = "x",
            .note = fmt::format("rms {:.2f} s, oracle {:.2f} s ({} farther off than max(5 s, 4 "
                                "errors)), raw {:.2f} s; medians {:.2f}, {:.2f}, {:.2f} s; n = {}",
                                std::sqrt(all.published / count), std::sqrt(all.oracle / count),
                                oracle_wrong, std::sqrt(all.raw / count),
                                median_of(std::move(published)), median_of(std::move(oracle)),
                                median_of(std::move(raw)), all.number)};
}

Row noise_row(const Times& times, const simulator::Conditions& conditions) {
    const double noise = std::hypot(conditions.on_land.slow_m, conditions.on_land.white_m);
    double sum = 0;
    double oracle = 0;
    std::size_t number = 0;
    for (const Timed& time : times) {
        if (time.stratum == Stratum::open && !time.is_wrong && time.oracle &&
            time.sport != course::Sport::swim) {
            const double metres = time.published.error_s * time.speed_mps / noise;
            const double best = time.oracle->error_s * time.speed_mps / noise;
            sum += metres * metres;
            oracle += best * best;
            ++number;
        }
    }
    const double count = static_cast<double>(std::max<std::size_t>(number, 1));
    return {.key = "time_open_over_noise",
            .what = "error of times, running on, beside noise along / speed",
            .measured = number >= few ? std::optional{std::sqrt(sum / count)} : std::nullopt,
            .unit = "x",
            .most = 0.60,
            .note = fmt::format("the oracle's {:.2f}; n = {}", std::sqrt(oracle / count), number)};
}

/// How many truths lie inside the 95 % interval, in per cent.
Row share_row(const Times& times, const std::string& key, const std::string& what,
              const Which& which, double least, double most) {
    std::size_t inside = 0;
    std::size_t number = 0;
    for (const Timed& time : times) {
        if (which(time)) {
            ++number;
            inside += std::abs(time.published.error_s) <= 1.96 * time.published.standard_error_s;
        }
    }
    Row row{.key = "inside_" + key + "_percent",
            .what = "truth inside the 95 % interval: " + what,
            .measured = std::nullopt,
            .unit = "%",
            .least = least,
            .most = most,
            .note = fmt::format("n = {}", number)};
    if (number >= few) {
        row.measured = 100.0 * static_cast<double>(inside) / static_cast<double>(number);
    }
    return row;
}

Row width_row(const Times& times) {
    double published = 0;
    double oracle = 0;
    std::size_t inside = 0;
    std::size_t number = 0;
    for (const Timed& time : times) {
        if (time.oracle && !time.is_wrong) {
            published += time.published.standard_error_s;
            oracle += time.oracle->standard_error_s;
            inside += std::abs(time.oracle->error_s) <= 1.96 * time.oracle->standard_error_s;
            ++number;
        }
    }
    const double count = static_cast<double>(std::max<std::size_t>(number, 1));
    return {.key = "width_over_oracle",
            .what = "mean width of the 95 % interval beside the oracle's",
            .measured = number >= few ? std::optional{published / oracle} : std::nullopt,
            .unit = "x",
            .most = 1.15,
            .note =
                fmt::format("{:.2f} s, oracle {:.2f} s ({:.1f} % of truths inside its own); n = {}",
                            2 * 1.96 * published / count, 2 * 1.96 * oracle / count,
                            100.0 * static_cast<double>(inside) / count, number)};
}

Which in(Stratum stratum) {
    return [stratum](const Timed& time) { return time.stratum == stratum; };
}

Which in_gap(double least, double most) {
    return [=](const Timed& time) {
        return time.stratum == Stratum::gap && time.gap_s >= least && time.gap_s < most;
    };
}

const Which any = [](const Timed&) { return true; };

Campaign campaign_of(const Options& options, double slow_m, double slow_time_s) {
    Campaign campaign{.conditions = simulator::conditions(1, slow_m, slow_time_s),
                      .shapes = chosen_shapes(options),
                      .athletes = std::max(options.athletes / 250, 1),
                      .seed = options.seed};
    return campaign;
}

// Long gaps, so that there are enough of them.
Times with_gaps(const Options& options) {
    Campaign campaign = campaign_of(options, 3, 45);
    campaign.conditions.longest_gap_s = 80;
    campaign.conditions.silent_part = 0.3;
    campaign.seed += 77;
    return timed(campaign, options.threads);
}

void add_errors(std::vector<Row>& rows, const Times& usual, const Times& gaps) {
    rows.push_back(ratio_row(usual, "open", "running on", in(Stratum::open)));
    rows.push_back(ratio_row(usual, "stop", "within 20 s of a stop", in(Stratum::stop)));
    rows.push_back(unaided_row(usual));
    rows.push_back(ratio_row(gaps, "gap_10", "in a gap of 10 s (5-20)", in_gap(5, 20)));
    rows.push_back(ratio_row(gaps, "gap_30", "in a gap of 30 s (20-45)", in_gap(20, 45)));
    rows.push_back(ratio_row(gaps, "gap_60", "in a gap of 60 s (45-80)", in_gap(45, 90)));
    rows.push_back(ratio_row(usual, "burst", "in a burst", in(Stratum::burst)));
    rows.push_back(noise_row(usual, simulator::conditions(1, 3)));
}

void add_shares(std::vector<Row>& rows, const Options& options, const Times& usual,
                const Times& gaps) {
    constexpr double least = 90;
    constexpr double most = 98;
    for (const course::Sport sport :
         {course::Sport::run, course::Sport::bike, course::Sport::transition}) {
        const std::string name{course::to_text(sport)};
        rows.push_back(share_row(
            usual, name, name, [=](const Timed& time) { return time.sport == sport; }, least,
            most));
    }
    for (const truth::Shape* shape : chosen_shapes(options)) {
        rows.push_back(share_row(
            usual, shape->name, shape->name, [=](const Timed& time) { return time.shape == shape; },
            least, most));
    }
    rows.push_back(share_row(usual, "open", "open", in(Stratum::open), least, most));
    rows.push_back(share_row(usual, "burst", "burst", in(Stratum::burst), least, most));
    rows.push_back(share_row(usual, "stop", "near a stop", in(Stratum::stop), least, most));
    rows.push_back(share_row(gaps, "gap", "gap", in(Stratum::gap), least, most));
}

Row swim_row(const Times& times) {
    std::vector<double> errors;
    for (const Timed& time : times) {
        if (time.point == "swim-exit") {
            errors.push_back(std::abs(time.published.error_s));
        }
    }
    std::ranges::sort(errors);
    Row row{.key = "swim_exit_median_s",
            .what = "when a swim ended: median error",
            .measured = std::nullopt,
            .unit = "s",
            .most = 3,
            .note = fmt::format("n = {}", errors.size())};
    if (!errors.empty()) {
        row.measured = errors[errors.size() / 2];
        row.note += fmt::format("; 95 % within {:.1f} s", errors[errors.size() * 95 / 100]);
    }
    return row;
}

} // namespace

std::vector<Row> times(const Options& options) {
    const Times usual = timed(campaign_of(options, 3, 45), options.threads);
    const Times gaps = with_gaps(options);
    std::vector<Row> rows;
    add_errors(rows, usual, gaps);
    Times all = usual;
    std::vector<Row> others;
    const auto other = [&](double slow_m, double slow_time_s, const std::string& key,
                           const std::string& what) {
        Campaign campaign = campaign_of(options, slow_m, slow_time_s);
        campaign.with_oracle = false;
        const Times more = timed(campaign, options.threads);
        others.push_back(share_row(more, key, what, any, 90, 98));
        all.insert(all.end(), more.begin(), more.end());
    };
    other(3, 10, "correlated_10_s", "errors correlated over 10 s");
    other(3, 120, "correlated_120_s", "errors correlated over 120 s");
    other(2, 45, "noise_2_m", "noise 2 m");
    other(4.5, 45, "noise_4_5_m", "noise 4.5 m");
    rows.push_back(share_row(all, "all", "in all", any, 93, 97));
    rows.push_back(share_row(usual, "usual", "3 m, correlated over 45 s", any, 90, 98));
    add_shares(rows, options, usual, gaps);
    rows.insert(rows.end(), others.begin(), others.end());
    rows.push_back(width_row(usual));
    rows.push_back(swim_row(all));
    rows.push_back(share_row(
        all, "swim_exit", "swim exit", [](const Timed& time) { return time.point == "swim-exit"; },
        93, 100));
    return rows;
}

} // namespace lanterne::bench
