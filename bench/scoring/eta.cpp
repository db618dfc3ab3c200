#include "bench/scoring/eta.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "bench/scoring/eta_day.hpp"
#include "bench/scoring/spread.hpp"
#include "core/scoring/eta/forecaster.hpp"

namespace lanterne::bench {
namespace {

using scoring::eta::Calibration;
using scoring::eta::Forecaster;
using scoring::eta::Ground;

constexpr double asked_each_s = 120;
constexpr double seen_each_s = 5;
constexpr double told_after_s = 10; // a passage
constexpr double place_error_m = 3;
constexpr double baseline_sd = 0.1; // what a baseline's deviations are measured in

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

UtcTime at(double seconds) { return gun + Milliseconds{std::llround(seconds * 1000)}; }

double seconds_of(UtcTime time) { return static_cast<double>((time - gun).count()) / 1000; }

struct Quantiles {
    double early = 0;
    double likely = 0;
    double late = 0;

    double loss(double truth) const {
        return scoring::eta::pinball_loss(early, likely, late, truth);
    }
};

struct Asked {
    double t = 0;
    double along = 0;
    std::array<Quantiles, 3> said{};    // the forecaster, own average pace, slopes alone
    std::array<double, 2> baseline_s{}; // as points
};

struct Tally {
    std::size_t forecasts = 0;
    std::size_t inside = 0;
    std::array<double, 3> loss{};
    std::array<double, 2> point_loss{}; // of baselines without a band

    void add(const Tally& other) {
        forecasts += other.forecasts;
        inside += other.inside;
        for (std::size_t i = 0; i < loss.size(); ++i) {
            loss[i] += other.loss[i];
        }
        for (std::size_t i = 0; i < point_loss.size(); ++i) {
            point_loss[i] += other.point_loss[i];
        }
    }
};

using Tallies = std::array<Tally, 3>; // by horizon

// The seconds that are left when the time so far is stretched over ordinary seconds, with a band
// that learns as the forecaster's does.
class Baseline {
public:
    explicit Baseline(const course::Course& course) : ground_{course, scoring::eta::Tiring::none} {}

    double left_s(double along, double to, double t) const {
        const double gone = std::max(ground_.seconds_to(along), 1.0);
        return (ground_.seconds_to(to) - ground_.seconds_to(along)) * t / gone;
    }

    Quantiles band(double t, double left) const {
        const std::size_t horizon = Calibration::horizon_of(left);
        const auto when = [&](double share) {
            return t + left * std::exp(baseline_sd * calibration_.quantile(horizon, share));
        };
        return {when(0.1), when(0.5), when(0.9)};
    }

    void learn(double left, double truth) {
        calibration_.take(Calibration::horizon_of(left), std::log(truth / left) / baseline_sd);
    }

private:
    Ground ground_;
    Calibration calibration_;
};

class Watch {
public:
    Watch(DayKind kind, std::uint64_t seed)
        : day_{kind, seed}, noise_{seed, 1}, forecaster_{day_.course(), EtaDay::athletes, gun},
          baselines_{Baseline{day_.flat()}, Baseline{day_.course()}}, error_(EtaDay::athletes),
          asked_(EtaDay::athletes), next_(EtaDay::athletes, 0) {
        for (std::size_t i = 0; i < EtaDay::athletes; ++i) {
            forecaster_.passed(i, Metres{0}, gun);
        }
    }

    Tallies run() {
        while (!day_.is_over()) {
            std::vector<double> before(EtaDay::athletes);
            for (std::size_t i = 0; i < before.size(); ++i) {
                before[i] = day_.along(i);
            }
            day_.step();
            for (std::size_t i = 0; i < before.size(); ++i) {
                watch(i, before[i]);
            }
            tell();
            if (std::fmod(day_.now_s(), 30) == 0) {
                forecaster_.learn(at(day_.now_s()));
            }
        }
        return tallies_;
    }

private:
    struct Telling {
        std::size_t athlete;
        double along;
        double t;
    };

    void watch(std::size_t i, double before) {
        const double now = day_.now_s();
        if (day_.has_left(i)) {
            forecaster_.leave(i);
            return;
        }
        const auto& points = day_.course().points();
        while (next_[i] < points.size() && points[next_[i]].along.value <= day_.along(i)) {
            const double along = points[next_[i]].along.value;
            const double moved = std::max(day_.along(i) - before, 1e-9);
            const double t = now - (day_.along(i) - along) / moved;
            arrive(i, along, t);
            tellings_.push_back({i, along, t + 0.5 * noise_.normal()});
            ++next_[i];
        }
        if (next_[i] == points.size()) {
            return;
        }
        const auto stagger = static_cast<double>(i);
        if (std::fmod(now + stagger, seen_each_s) == 0) {
            error_[i] = 0.9 * error_[i] + std::sqrt(1 - 0.81) * place_error_m * noise_.normal();
            forecaster_.seen(i, Metres{day_.along(i) + error_[i]}, at(now));
        }
        if (now > 120 && std::fmod(now + stagger, asked_each_s) == 0) {
            ask(i, points[next_[i]].along.value);
            if (next_[i] + 1 < points.size()) {
                ask(i, points.back().along.value);
            }
        }
    }

    void ask(std::size_t i, double along) {
        const double now = day_.now_s();
        const auto band = forecaster_.band(i, Metres{along}, at(now));
        if (!band) {
            return; // the error of its place lies behind the point already
        }
        Asked asked{.t = now, .along = along};
        asked.said[0] = {seconds_of(band->early), seconds_of(band->likely), seconds_of(band->late)};
        const double seen = std::min(day_.along(i) + error_[i], along - 1);
        for (std::size_t b = 0; b < baselines_.size(); ++b) {
            asked.baseline_s[b] = std::max(baselines_[b].left_s(seen, along, now), 1.0);
            asked.said[b + 1] = baselines_[b].band(now, asked.baseline_s[b]);
        }
        asked_[i].push_back(asked);
    }

    void arrive(std::size_t i, double along, double t) {
        std::erase_if(asked_[i], [&](const Asked& asked) {
            if (asked.along != along) {
                return false;
            }
            const double ahead = asked.said[0].likely - asked.t;
            Tally& tally = tallies_[static_cast<std::size_t>(scoring::eta::horizon_of(ahead))];
            ++tally.forecasts;
            tally.inside += t >= asked.said[0].early && t <= asked.said[0].late ? 1U : 0U;
            for (std::size_t s = 0; s < asked.said.size(); ++s) {
                tally.loss[s] += asked.said[s].loss(t);
            }
            for (std::size_t b = 0; b < baselines_.size(); ++b) {
                const double point = asked.t + asked.baseline_s[b];
                tally.point_loss[b] += Quantiles{point, point, point}.loss(t);
                if (t > asked.t) {
                    baselines_[b].learn(asked.baseline_s[b], t - asked.t);
                }
            }
            return true;
        });
    }

    void tell() {
        std::erase_if(tellings_, [&](const Telling& telling) {
            if (telling.t + told_after_s > day_.now_s()) {
                return false;
            }
            forecaster_.passed(telling.athlete, Metres{telling.along}, at(telling.t));
            return true;
        });
    }

    EtaDay day_;
    hal::simulated::Random noise_;
    Forecaster forecaster_;
    std::array<Baseline, 2> baselines_;
    std::vector<double> error_;
    std::vector<std::vector<Asked>> asked_;
    std::vector<std::size_t> next_; // timing point
    std::vector<Telling> tellings_;
    Tallies tallies_;
};

void add(std::vector<Row>& rows, const Tally& tally, const char* key, const char* what) {
    const double n = static_cast<double>(std::max<std::size_t>(tally.forecasts, 1));
    rows.push_back({.key = fmt::format("eta_{}_inside_percent", key),
                    .what = fmt::format("arrivals inside the 10-90 band, {}", what),
                    .measured = 100 * static_cast<double>(tally.inside) / n,
                    .unit = "%",
                    .least = 75,
                    .most = 85,
                    .note = fmt::format("{} forecasts; mean pinball loss {:.1f} s", tally.forecasts,
                                        tally.loss[0] / n)});
    constexpr std::array names{"own average pace", "slopes alone"};
    constexpr std::array keys{"own", "slopes"};
    constexpr std::array goals{0.8, 0.9};
    for (std::size_t b = 0; b < names.size(); ++b) {
        rows.push_back({.key = fmt::format("eta_{}_loss_to_{}_ratio", key, keys[b]),
                        .what = fmt::format("pinball loss to that of {}, {}", names[b], what),
                        .measured = tally.loss[0] / tally.loss[b + 1],
                        .unit = "",
                        .most = goals[b],
                        .note = fmt::format("its band learns too; against it as a point {:.2f}",
                                            tally.loss[0] / tally.point_loss[b])});
    }
}

} // namespace

std::vector<Row> eta(const Options& options) {
    constexpr std::array kinds{DayKind::trail, DayKind::road_ride, DayKind::triathlon};
    const auto days = static_cast<std::size_t>(std::clamp(options.athletes / 840, 3, 12));
    const auto all = spread(days, options.threads, [&](std::size_t i) {
        return Watch{kinds[i % kinds.size()], options.seed * 1'000 + i}.run();
    });
    Tallies sum;
    for (const Tallies& one : all) {
        for (std::size_t horizon = 0; horizon < sum.size(); ++horizon) {
            sum[horizon].add(one[horizon]);
        }
    }
    std::vector<Row> rows;
    add(rows, sum[0], "near", "less than 10 minutes ahead");
    add(rows, sum[1], "middle", "10 to 60 minutes ahead");
    add(rows, sum[2], "far", "more than an hour ahead");
    return rows;
}

} // namespace lanterne::bench
