#include "core/course/matching/first_passage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

constexpr double negligible_deviations = 4;
constexpr double walking_back_mps = 0.5;
constexpr int parts_of_interval = 16;
constexpr double tail = 0.025; // of either side of a 95 % interval
constexpr double deviations_of_tail = 1.96;

// Where between two states the way stands: the cubic that has their places and speeds.
double between(const Whereabouts& a, const Whereabouts& b, double seconds, double part) {
    const double square = part * part;
    const double cube = square * part;
    return a.along() * (2 * cube - 3 * square + 1) +
           seconds * a.speed() * (cube - 2 * square + part) + b.along() * (3 * square - 2 * cube) +
           seconds * b.speed() * (cube - square);
}

double beyond(double ahead, double variance) {
    constexpr double least = 1e-4;
    return ahead / std::sqrt(std::max(variance, least));
}

} // namespace

void FirstPassage::begin(double t, const Whereabouts& state, bool was_before) {
    begin_ = t;
    take(t, beyond(state.along() - along_, state.along_variance()));
    if (was_before) {
        known_ = share_;
        parts_.clear();
    }
}

void FirstPassage::go(const Sighting& from, const Sighting& to, const Whereabouts& a,
                      const Whereabouts& b, const Whereabouts& seen) {
    const double seconds = to.t - from.t;
    const double most = std::max(beyond(a.along() - along_, a.along_variance()),
                                 beyond(b.along() - along_, b.along_variance()));
    const bool is_near = most > -negligible_deviations && furthest_ < negligible_deviations;
    // Who comes walking back may have been there.
    const double then = seen.speed() < -walking_back_mps
                            ? std::numeric_limits<double>::infinity()
                            : beyond(seen.along() - along_, seen.along_variance());
    const int steps = is_near ? parts_of_interval : 1;
    // Who came less far, or farther, than the speeds at both ends say, halted somewhere: by half of
    // that, midway.
    const double halted = b.along() - a.along() - seconds * (a.speed() + b.speed()) / 2;
    for (int i = 1; i <= steps; ++i) {
        const double part = static_cast<double>(i) / steps;
        const double u = part * (1 - part);
        const double variance = a.along_variance() * (1 - part) + b.along_variance() * part +
                                4 * halted * halted * u * u;
        const double here = beyond(between(a, b, seconds, part) - along_, variance);
        take(from.t + part * seconds, std::min(here, then));
    }
}

void FirstPassage::take(double t, double deviations) {
    const double since = t - begin_;
    if (deviations > furthest_) {
        furthest_ = deviations;
        const double share = normal_share_below(deviations);
        if (share > share_) {
            parts_.push_back({time_, since, share - share_});
        }
        share_ = share;
    }
    time_ = since;
}

// By when that share of what is passed was passed.
double FirstPassage::time_of(double share) const {
    double left = share * (share_ - known_);
    for (const Part& part : parts_) {
        if (left <= part.share) {
            return part.from + left / part.share * (part.to - part.from);
        }
        left -= part.share;
    }
    return parts_.back().to;
}

std::optional<Crossing> FirstPassage::crossing() const {
    const double passed = share_ - known_;
    if (passed < (1 - known_) / 2 || parts_.empty()) {
        return std::nullopt;
    }
    // The middle one of all times: where two are possible, within the likelier.
    const double middle = time_of(0.5);
    double squares = 0;
    for (const Part& part : parts_) {
        const double off = (part.from + part.to) / 2 - middle;
        squares += part.share * off * off;
    }
    const double reach = std::max(middle - time_of(tail), time_of(1 - tail) - middle);
    return Crossing{.t = begin_ + middle,
                    .standard_error_s =
                        std::max(std::sqrt(squares / passed), reach / deviations_of_tail)};
}

} // namespace lanterne::course
