#include "core/scoring/eta/calibration.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::scoring::eta {
namespace {

constexpr std::array<double, Calibration::horizons - 1> limits_s{240, 600, 1500, 3600};
constexpr double kept = 0.998; // of the weight of what was seen, at each outcome

} // namespace

Calibration::Calibration() {
    for (std::size_t i = 0; i < bins; ++i) {
        const double low = -widest + static_cast<double>(i) * bin;
        const double share = normal_share_below(low + bin) - normal_share_below(low);
        for (auto& horizon : weight_) {
            horizon[i] = prior_weight * share;
        }
    }
}

std::size_t Calibration::horizon_of(double seconds) {
    const auto after = std::ranges::upper_bound(limits_s, seconds);
    return static_cast<std::size_t>(after - limits_s.begin());
}

void Calibration::take(std::size_t horizon, double deviation) {
    if (!std::isfinite(deviation)) {
        return;
    }
    const double place = (std::clamp(deviation, -widest, widest) + widest) / bin;
    for (double& weight : weight_[horizon]) {
        weight *= kept;
    }
    weight_[horizon][std::min(static_cast<std::size_t>(place), bins - 1)] += 1;
}

double Calibration::share_below(std::size_t horizon, double deviation) const {
    const double place = (std::clamp(deviation, -widest, widest) + widest) / bin;
    const std::size_t whole = std::min(static_cast<std::size_t>(place), bins - 1);
    double below = 0;
    double all = 0;
    for (std::size_t i = 0; i < bins; ++i) {
        const double weight = weight_[horizon][i];
        all += weight;
        below += i < whole ? weight : 0;
    }
    below += weight_[horizon][whole] * (place - static_cast<double>(whole));
    return below / all;
}

double Calibration::quantile(std::size_t horizon, double share) const {
    double all = 0;
    for (const double weight : weight_[horizon]) {
        all += weight;
    }
    const double wanted = std::clamp(share, 0.0, 1.0) * all;
    double below = 0;
    for (std::size_t i = 0; i < bins; ++i) {
        const double weight = weight_[horizon][i];
        if (below + weight >= wanted && weight > 0) {
            const double part = (wanted - below) / weight;
            return -widest + (static_cast<double>(i) + part) * bin;
        }
        below += weight;
    }
    return widest;
}

} // namespace lanterne::scoring::eta
