#include "core/course/elevation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lanterne::course {
namespace {

using Sample = Elevation::Sample;

void check(std::span<const Sample> samples, Metres length) {
    // Written so that not-a-number is refused too.
    if (samples.empty() || !(length.value > 0) || !std::isfinite(length.value)) {
        throw std::invalid_argument{"an elevation needs a sample and a length"};
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!std::isfinite(samples[i].height_m) || !std::isfinite(samples[i].along.value)) {
            throw std::invalid_argument{"a sample of an elevation is not finite"};
        }
        if (i > 0 && samples[i].along < samples[i - 1].along) {
            throw std::invalid_argument{"the samples of an elevation go back"};
        }
    }
}

/// The height on the straight way between the two samples around that place.
double interpolated(std::span<const Sample> samples, double along) {
    const auto after =
        std::upper_bound(samples.begin(), samples.end(), along,
                         [](double a, const Sample& s) { return a < s.along.value; });
    if (after == samples.begin()) {
        return samples.front().height_m;
    }
    if (after == samples.end()) {
        return samples.back().height_m;
    }
    const Sample& a = *(after - 1);
    const double part = (along - a.along.value) / (after->along - a.along).value;
    return a.height_m + part * (after->height_m - a.height_m);
}

/// The mean of the samples nearer to this knot than to another; where there is none, what lies
/// between the samples around it.
std::vector<double> on_knots(std::span<const Sample> samples, std::size_t count, double step) {
    std::vector<double> heights;
    std::size_t next = 0;
    for (std::size_t knot = 0; knot < count; ++knot) {
        const double along = static_cast<double>(knot) * step;
        double sum = 0;
        const std::size_t first = next;
        while (next < samples.size() && samples[next].along.value < along + step / 2) {
            sum += samples[next++].height_m;
        }
        heights.push_back(next > first + 1 ? sum / static_cast<double>(next - first)
                                           : interpolated(samples, along));
    }
    return heights;
}

/// Each knot's median with the two before and the two behind; fewer at the ends.
std::vector<double> without_spikes(const std::vector<double>& heights) {
    constexpr std::size_t aside = 2;
    std::vector<double> result;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        const std::size_t room = std::min({aside, i, heights.size() - 1 - i});
        std::array<double, 2 * aside + 1> window;
        window.fill(std::numeric_limits<double>::infinity()); // what is not used comes last
        std::copy_n(heights.begin() + static_cast<std::ptrdiff_t>(i - room), 2 * room + 1,
                    window.begin());
        std::ranges::sort(window);
        result.push_back(window.at(room));
    }
    return result;
}

} // namespace

Elevation::Elevation(std::span<const Sample> samples, Metres length) {
    check(samples, length);
    const double wanted = std::floor(length / knot_apart) + 1;
    const auto count =
        static_cast<std::size_t>(std::clamp(wanted, 2.0, static_cast<double>(max_knots)));
    step_ = length.value / static_cast<double>(count - 1);
    const auto raw = on_knots(samples, count, step_);
    const auto likely = without_spikes(raw);
    note_spikes(raw, likely);
    smooth(likely);
    add_up();
}

void Elevation::note_spikes(const std::vector<double>& raw, const std::vector<double>& likely) {
    for (std::size_t i = 0; i < raw.size() && spikes_.size() < max_spikes; ++i) {
        if (std::abs(raw[i] - likely[i]) > spike_m) {
            spikes_.push_back({Metres{static_cast<double>(i) * step_}, raw[i], likely[i]});
        }
    }
}

Metres Elevation::steepest_at() const {
    const auto found =
        std::max_element(gradients_.begin(), gradients_.end(),
                         [](double a, double b) { return std::abs(a) < std::abs(b); });
    return Metres{static_cast<double>(found - gradients_.begin()) * step_};
}

void Elevation::smooth(const std::vector<double>& rough) {
    const auto count = static_cast<std::ptrdiff_t>(rough.size());
    const auto far = static_cast<std::ptrdiff_t>(reach);
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        // The weighted line of least squares; x counts knots from this one.
        double w = 0;
        double wx = 0;
        double wy = 0;
        double wxx = 0;
        double wxy = 0;
        for (auto k = std::max(i - far, std::ptrdiff_t{0}); k <= std::min(i + far, count - 1);
             ++k) {
            const auto x = static_cast<double>(k - i);
            const double y = rough[static_cast<std::size_t>(k)];
            const double weight = static_cast<double>(reach + 1) - std::abs(x);
            w += weight;
            wx += weight * x;
            wy += weight * y;
            wxx += weight * x * x;
            wxy += weight * x * y;
        }
        const double slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
        heights_.push_back((wy - slope * wx) / w);
        gradients_.push_back(std::clamp(slope / step_, -steepest, steepest));
    }
}

void Elevation::add_up() {
    double from = heights_.front();
    for (const double height : heights_) {
        const double rise = height - from;
        if (std::abs(rise) >= least_rise_m) {
            (rise > 0 ? climb_m_ : descent_m_) += std::abs(rise);
            from = height;
        }
    }
}

double Elevation::between(const std::vector<double>& knots, Metres in_lap) const {
    const auto last = static_cast<double>(knots.size() - 1);
    const double at = std::clamp(in_lap.value / step_, 0.0, last);
    const double before = std::min(std::floor(at), last - 1);
    const auto i = static_cast<std::size_t>(before);
    return knots[i] + (at - before) * (knots[i + 1] - knots[i]);
}

double Elevation::height_at(Metres in_lap) const { return between(heights_, in_lap); }

double Elevation::gradient_at(Metres in_lap) const { return between(gradients_, in_lap); }

} // namespace lanterne::course
