#include "bench/scoring/oracle.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "bench/scoring/oracle_smoother.hpp"

namespace lanterne::bench {
namespace {

constexpr double slowest_mps = 1; // of a passage that has an error bar in time

bool has_error_bar(const truth::Sample& sample, const plan::RacePlan& plan,
                   const simulator::TruePassage& passage, double t) {
    return (passage.time != plan.waves.front().gun ||
            plan.course.points()[passage.point].kind != course::PointKind::start) &&
           sample.journey.at(t + 0.5).along - sample.journey.at(t - 0.5).along >= slowest_mps;
}

} // namespace

std::vector<std::optional<TimedError>>
oracle(const truth::Sample& sample, const plan::RacePlan& plan, const plan::RacePlan& drawn,
       const simulator::Conditions& conditions, const Known& known) {
    const UtcTime gun = plan.waves.front().gun;
    std::vector<std::optional<TimedError>> times;
    if (!sample.journey.behaviour().cuts.empty()) {
        times.resize(sample.journey.passages().size());
        return times;
    }
    const plan::RacePlan& scored = known.line ? plan : drawn;
    const OracleSmoother smoother{sample, scored, conditions, known};
    for (const simulator::TruePassage& passage : sample.journey.passages()) {
        const double t = static_cast<double>((passage.time - gun).count()) / 1000;
        times.push_back(has_error_bar(sample, plan, passage, t)
                            ? smoother.at(t, scored.course.points()[passage.point].along.value)
                            : std::nullopt);
    }
    return times;
}

std::vector<std::optional<TimedError>>
raw_interpolation(const truth::Sample& sample, const plan::RacePlan& plan, bool is_told_crossing) {
    const UtcTime gun = plan.waves.front().gun;
    const simulator::Ground& ground = sample.journey.ground();
    std::vector<std::pair<double, double>> seen; // time, along
    for (const Fix& fix : sample.reception.fixes) {
        const double t = static_cast<double>((fix.time - gun).count()) / 1000;
        if (t < 0) {
            continue; // a warm-up may go over the same gate
        }
        const double along = sample.journey.at(t).along;
        const geo::PlanePoint away = ground.plane().to_plane(fix.position) - ground.at(along);
        seen.emplace_back(t, along + dot(away, ground.direction_at(along)));
    }
    std::vector<std::optional<TimedError>> times;
    for (const simulator::TruePassage& passage : sample.journey.passages()) {
        const double truth_s = static_cast<double>((passage.time - gun).count()) / 1000;
        const double along = plan.course.points()[passage.point].along.value;
        std::optional<TimedError> best;
        for (std::size_t i = 1; i < seen.size(); ++i) {
            const auto [t, before] = seen[i - 1];
            const auto [t2, after] = seen[i];
            if (before < along && after >= along) {
                const double error = t + (along - before) / (after - before) * (t2 - t) - truth_s;
                if (!best || (is_told_crossing && std::abs(error) < std::abs(best->error_s))) {
                    best = {.error_s = error};
                }
            }
        }
        times.push_back(has_error_bar(sample, plan, passage, truth_s) ? best : std::nullopt);
    }
    return times;
}

} // namespace lanterne::bench
