#include "core/scoring/trace.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::scoring {
namespace {

constexpr double least_spacing_m = 25;
constexpr double far_back_m = 100; // farther back than noise: the way was taken for another

} // namespace

Trace::Trace(Metres length)
    : spacing_m_{std::max(least_spacing_m, length.value / (most_samples - 2))} {}

void Trace::add(Metres along, UtcTime time) {
    while (!samples_.empty() && samples_.back().along > along.value + far_back_m) {
        samples_.pop_back();
        newest_.reset();
    }
    if (newest_ && along.value <= newest_->along) {
        return;
    }
    newest_ = Sample{along.value, time};
    if (samples_.empty() || along.value >= samples_.back().along + spacing_m_) {
        samples_.push_back(*newest_);
    }
}

std::optional<UtcTime> Trace::time_at(Metres along) const {
    if (!newest_ || samples_.empty() || along.value > newest_->along) {
        return std::nullopt;
    }
    const auto after = std::find_if(samples_.rbegin(), samples_.rend(), [&](const Sample& sample) {
                           return sample.along <= along.value;
                       }).base();
    if (after == samples_.begin()) {
        return samples_.front().time;
    }
    const Sample before = *(after - 1);
    const Sample next = after == samples_.end() ? *newest_ : *after;
    const double way = next.along - before.along;
    const double part = way > 0 ? (along.value - before.along) / way : 0;
    const auto passed = static_cast<double>((next.time - before.time).count());
    return before.time + Milliseconds{std::llround(part * passed)};
}

} // namespace lanterne::scoring
