#include "bench/scoring/stops.hpp"

#include <algorithm>
#include <limits>

namespace lanterne::bench {
namespace {

constexpr double standing_mps = 0.5;

} // namespace

std::vector<simulator::Stood> stops_of(const simulator::Journey& journey) {
    std::vector<simulator::Stood> stops;
    double along = journey.at(0).along;
    for (double t = 0; t < journey.end_s(); t += 1) {
        const double next = journey.at(t + 1).along;
        const bool is_stop = next - along < standing_mps;
        along = next;
        if (!is_stop) {
            continue;
        }
        if (!stops.empty() && stops.back().to_s >= t) {
            stops.back().to_s = t + 1;
        } else {
            stops.push_back({.from_s = t, .to_s = t + 1});
        }
    }
    return stops;
}

double seconds_to_stop(const std::vector<simulator::Stood>& stops, double t) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const simulator::Stood& stop : stops) {
        nearest = std::min(nearest, std::max({stop.from_s - t, t - stop.to_s, 0.0}));
    }
    return nearest;
}

} // namespace lanterne::bench
