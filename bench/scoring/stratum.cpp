#include "bench/scoring/stratum.hpp"

#include <algorithm>

#include "bench/scoring/stops.hpp"

namespace lanterne::bench {
namespace {

constexpr double near_stop_s = 20;
constexpr double burst_lasts_s = 24; // two of its decay times
constexpr double gap_from_intervals = 3;

} // namespace

Strata::Strata(const truth::Sample& sample, UtcTime gun, const simulator::Conditions& conditions)
    : sample_{sample}, gun_{gun}, conditions_{conditions}, stops_{stops_of(sample.journey)} {}

double Strata::gap_at(UtcTime time) const {
    const auto& fixes = sample_.reception.fixes;
    const auto after = std::ranges::lower_bound(fixes, time, {}, &Fix::time);
    if (after == fixes.begin() || after == fixes.end()) {
        return 0;
    }
    return static_cast<double>((after->time - (after - 1)->time).count()) / 1000;
}

Stratum Strata::at(UtcTime time) const {
    const double t = static_cast<double>((time - gun_).count()) / 1000;
    if (gap_at(time) > gap_from_intervals * conditions_.interval_s) {
        return Stratum::gap;
    }
    if (seconds_to_stop(stops_, t) < near_stop_s) {
        return Stratum::stop;
    }
    const bool is_burst = std::ranges::any_of(sample_.reception.bursts_s, [&](double burst) {
        return t >= burst - 1 && t < burst + burst_lasts_s;
    });
    return is_burst ? Stratum::burst : Stratum::open;
}

} // namespace lanterne::bench
