#include "simulator/receivers/residuals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>

#include "core/base/elementary.hpp"

namespace lanterne::simulator {
namespace {

using geo::PlanePoint;

/// Of a parabola through points, at the time in their middle.
struct Parabola {
    PlanePoint value;
    PlanePoint slope; ///< m/s
    PlanePoint bend;  ///< half of the m/s per second
};

using Equation = std::array<PlanePoint, 3>;

// Normal equations of least squares, by Gauss and Jordan; nothing where times coincide.
std::optional<Parabola> solved(const std::array<double, 5>& powers, Equation right) {
    std::array<std::array<double, 3>, 3> left{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            left[row][column] = powers[row + column];
        }
    }
    for (std::size_t row = 0; row < 3; ++row) {
        const double pivot = left[row][row];
        if (std::abs(pivot) < 1e-9) {
            return std::nullopt;
        }
        for (double& value : left[row]) {
            value /= pivot;
        }
        right[row] = right[row] * (1 / pivot);
        for (std::size_t other = 0; other < 3; ++other) {
            const double times = other == row ? 0 : left[other][row];
            for (std::size_t column = 0; column < 3; ++column) {
                left[other][column] -= times * left[row][column];
            }
            right[other] = right[other] - right[row] * times;
        }
    }
    return Parabola{right[0], right[1], right[2]};
}

std::optional<Parabola> fitted(std::span<const TrackPoint> around, double t_s) {
    std::array<double, 5> powers{};
    Equation right{};
    const PlanePoint origin = around.front().at; // far from it the sums would lose digits
    for (const TrackPoint& point : around) {
        double power = 1;
        for (std::size_t i = 0; i < powers.size(); ++i) {
            powers[i] += power;
            if (i < right.size()) {
                right[i] = right[i] + (point.at - origin) * power;
            }
            power *= point.t_s - t_s;
        }
    }
    std::optional<Parabola> parabola = solved(powers, right);
    if (parabola) {
        parabola->value = parabola->value + origin;
    }
    return parabola;
}

bool has_gap(std::span<const TrackPoint> around, double longest_s) {
    for (std::size_t i = 1; i < around.size(); ++i) {
        if (around[i].t_s - around[i - 1].t_s > longest_s) {
            return true;
        }
    }
    return false;
}

SmoothedPoint on_line(const TrackPoint& point, const Parabola& line, double half_s,
                      const Straight& straight) {
    const double mps = length(line.slope);
    const PlanePoint off = point.at - line.value;
    const double across = mps > 0 ? cross(line.bend, line.slope) / mps : 0;
    const double turn = mps > 0 ? std::abs(4 * across * half_s) / mps : 0;
    return {.t_s = point.t_s,
            .at = line.value,
            .right_m = mps > 0 ? -cross(line.slope, off) / mps : 0,
            .is_straight = mps >= straight.slowest_mps && turn <= straight.most_turn};
}

// Beside a bend the line is bent too.
void leave_straight_runs(std::vector<SmoothedPoint>& line, double half_s) {
    std::vector<double> bends;
    for (const SmoothedPoint& point : line) {
        if (!point.is_straight) {
            bends.push_back(point.t_s);
        }
    }
    for (SmoothedPoint& point : line) {
        const auto near = std::ranges::lower_bound(bends, point.t_s - half_s);
        point.is_straight = near == bends.end() || *near > point.t_s + half_s;
    }
}

std::int32_t e6(double degrees) { return static_cast<std::int32_t>(std::lround(degrees * 1e6)); }

constexpr double window_s = 120;
constexpr std::size_t least_in_window = 25;
constexpr double farthest_spreads = 4;

// The mean square of the wave of that frequency that fits best.
double wave_power(std::span<const Residual> window, double mean, double per_second) {
    const double turns = 2 * std::numbers::pi * per_second;
    double sine2 = 0;
    double cosine2 = 0;
    for (const Residual& residual : window) {
        const double angle = 2 * turns * (residual.t_s - window.front().t_s);
        sine2 += lanterne::sin(angle);
        cosine2 += lanterne::cos(angle);
    }
    const double shift = lanterne::atan2(sine2, cosine2) / 2; // makes the two waves independent
    std::array<double, 2> products{};
    std::array<double, 2> squares{};
    for (const Residual& residual : window) {
        const double angle = turns * (residual.t_s - window.front().t_s) - shift;
        const std::array<double, 2> waves{lanterne::cos(angle), lanterne::sin(angle)};
        for (std::size_t i = 0; i < waves.size(); ++i) {
            products[i] += waves[i] * (residual.right_m - mean);
            squares[i] += waves[i] * waves[i];
        }
    }
    double power = 0;
    for (std::size_t i = 0; i < products.size(); ++i) {
        power += squares[i] > 1e-9 ? products[i] * products[i] / squares[i] : 0;
    }
    return power / static_cast<double>(window.size());
}

// Each frequency of the window that lies in the band.
double band_power(std::span<const Residual> window, const Band& band) {
    double mean = 0;
    for (const Residual& residual : window) {
        mean += residual.right_m / static_cast<double>(window.size());
    }
    double power = 0;
    for (int waves = 1; waves / window_s <= 1 / band.shortest_s; ++waves) {
        const double per_second = waves / window_s;
        if (per_second > 1 / band.longest_s) {
            power += wave_power(window, mean, per_second);
        }
    }
    return power;
}

std::vector<std::span<const Residual>> windows_of(std::span<const Residual> residuals) {
    std::vector<std::span<const Residual>> windows;
    for (std::size_t begin = 0; begin < residuals.size();) {
        std::size_t end = begin;
        while (end < residuals.size() && residuals[end].t_s < residuals[begin].t_s + window_s) {
            ++end;
        }
        if (end - begin >= least_in_window) {
            windows.push_back(residuals.subspan(begin, end - begin));
        }
        begin = end;
    }
    return windows;
}

} // namespace

std::vector<SmoothedPoint> smoothed(const Track& track, const Smoothing& smoothing,
                                    const Straight& straight) {
    std::vector<SmoothedPoint> line;
    std::size_t first = 0;
    std::size_t last = 0;
    for (const TrackPoint& point : track) {
        while (track[first].t_s < point.t_s - smoothing.half_s) {
            ++first;
        }
        while (last < track.size() && track[last].t_s <= point.t_s + smoothing.half_s) {
            ++last;
        }
        const std::span around = std::span{track}.subspan(first, last - first);
        const bool is_whole =
            around.size() >= smoothing.least_points && !has_gap(around, smoothing.longest_gap_s) &&
            around.front().t_s < point.t_s - smoothing.half_s + smoothing.longest_gap_s &&
            around.back().t_s > point.t_s + smoothing.half_s - smoothing.longest_gap_s;
        const auto parabola = is_whole ? fitted(around, point.t_s) : std::nullopt;
        line.push_back(parabola ? on_line(point, *parabola, smoothing.half_s, straight)
                                : SmoothedPoint{.t_s = point.t_s, .at = point.at});
    }
    leave_straight_runs(line, smoothing.half_s);
    return line;
}

std::vector<Residual> residuals(std::span<const SmoothedPoint> points,
                                std::span<const SmoothedPoint> like) {
    std::vector<Residual> found;
    for (std::size_t i = 0; i < std::min(points.size(), like.size()); ++i) {
        if (like[i].is_straight) {
            found.push_back({.t_s = points[i].t_s, .right_m = points[i].right_m});
        }
    }
    return found;
}

double spread_m(std::span<const Residual> residuals) {
    constexpr double deviations_of_median = 1.4826; // of the sizes of a normal distribution
    if (residuals.empty()) {
        return 0;
    }
    std::vector<double> sizes;
    for (const Residual& residual : residuals) {
        sizes.push_back(std::abs(residual.right_m));
    }
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    return deviations_of_median * *middle;
}

std::vector<double> band_sizes_m(std::span<const Residual> residuals, std::span<const Band> bands) {
    const double farthest = farthest_spreads * spread_m(residuals);
    std::vector<Residual> tamed{residuals.begin(), residuals.end()};
    for (Residual& residual : tamed) {
        residual.right_m = std::clamp(residual.right_m, -farthest, farthest);
    }
    const auto windows = windows_of(tamed);
    std::vector<double> sizes;
    for (const Band& band : bands) {
        double power = 0;
        for (const auto window : windows) {
            power += band_power(window, band) / static_cast<double>(windows.size());
        }
        sizes.push_back(std::sqrt(power));
    }
    return sizes;
}

Track simulated(std::span<const SmoothedPoint> line, const geo::LocalPlane& plane,
                const Hears& hears) {
    constexpr double longest_run_s = 300; // a longer pause forgets what was before
    Track track;
    double said_s = line.empty() ? 0 : line.front().t_s - 1;
    PlanePoint said;
    for (const SmoothedPoint& point : line) {
        said_s = std::max(said_s, point.t_s - longest_run_s);
        while (said_s < point.t_s) {
            said_s = std::min(said_s + 1, point.t_s);
            const hal::GnssReading reading =
                hears(plane.to_position(point.at),
                      earliest_time + Milliseconds{std::llround(said_s * 1000)});
            said = plane.to_plane(
                {Latitude{e6(reading.latitude_deg)}, Longitude{e6(reading.longitude_deg)}});
        }
        track.push_back({.t_s = point.t_s, .at = said});
    }
    return track;
}

} // namespace lanterne::simulator
