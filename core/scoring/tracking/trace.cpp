#include "core/scoring/tracking/trace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lanterne::scoring {
namespace {

constexpr std::uint32_t spacing_cm = 2'500;
constexpr std::uint32_t far_back_cm = 10'000; // farther than noise: the way was taken for another

// As llround does it, which is a call: a full trace is gone through each 25 m.
std::int64_t rounded(double value) {
    const auto whole = static_cast<std::int64_t>(value);
    const double rest = value - static_cast<double>(whole);
    return whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0);
}

std::int64_t between(std::int64_t from, std::int64_t to, double part) {
    return from + rounded(part * static_cast<double>(to - from));
}

// What lies at `x` on the line through (x1, y1) and (x2, y2).
std::int64_t on_line(std::int64_t x, std::int64_t x1, std::int64_t y1, std::int64_t x2,
                     std::int64_t y2) {
    const double part = x2 > x1 ? static_cast<double>(x - x1) / static_cast<double>(x2 - x1) : 0;
    return between(y1, y2, part);
}

} // namespace

void Trace::add(Metres along, UtcTime time) {
    const std::int64_t since = (time - gun_).count();
    const double cm = along.value * 100;
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    if (since < 0 || since > most || !(cm >= 0 && cm <= most)) {
        return;
    }
    const Sample sample{static_cast<std::uint32_t>(cm), static_cast<std::uint32_t>(since)};
    while (!samples_.empty() && samples_.back().along_cm > sample.along_cm + far_back_cm) {
        samples_.pop_back();
        newest_.reset();
    }
    if (newest_ && sample.along_cm <= newest_->along_cm) {
        return;
    }
    newest_ = sample;
    if (samples_.empty() || sample.along_cm >= samples_.back().along_cm + spacing_cm) {
        if (samples_.size() == max_samples) {
            make_room();
        }
        if (samples_.size() == samples_.capacity()) { // doubling would go beyond the most
            samples_.reserve(std::min(max_samples, 2 * samples_.size() + 8));
        }
        samples_.push_back(sample);
    }
}

void Trace::make_room() {
    std::size_t least = 1;
    std::int64_t least_error = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 1; i + 1 < samples_.size(); ++i) {
        const Sample& a = samples_[i - 1];
        const Sample& b = samples_[i + 1];
        const std::int64_t without =
            on_line(samples_[i].along_cm, a.along_cm, a.ms, b.along_cm, b.ms);
        const std::int64_t error = std::abs(without - std::int64_t{samples_[i].ms});
        if (error < least_error) {
            least = i;
            least_error = error;
        }
    }
    samples_.erase(samples_.begin() + static_cast<std::ptrdiff_t>(least));
}

std::optional<UtcTime> Trace::time_at(Metres along) const {
    if (!newest_ || samples_.empty() || along.value > along_of(*newest_)) {
        return std::nullopt;
    }
    const auto cm = static_cast<std::int64_t>(along.value * 100);
    const auto after = std::ranges::find_if(
        samples_, [&](const Sample& sample) { return std::int64_t{sample.along_cm} > cm; });
    if (after == samples_.begin()) {
        return time_of(samples_.front());
    }
    const Sample& a = *(after - 1);
    const Sample& b = after == samples_.end() ? *newest_ : *after;
    return gun_ + Milliseconds{on_line(cm, a.along_cm, a.ms, b.along_cm, b.ms)};
}

std::optional<Metres> Trace::along_at(UtcTime time) const {
    if (!newest_ || samples_.empty() || time < time_of(samples_.front()) ||
        time > time_of(*newest_)) {
        return std::nullopt;
    }
    const auto after = std::ranges::find_if(
        samples_, [&](const Sample& sample) { return time_of(sample) > time; });
    const Sample& a = *(after - 1);
    const Sample& b = after == samples_.end() ? *newest_ : *after;
    const std::int64_t ms = (time - gun_).count();
    return Metres{static_cast<double>(on_line(ms, a.ms, a.along_cm, b.ms, b.along_cm)) / 100};
}

std::vector<Trace::Stretch> Trace::stretches() const {
    std::vector<Stretch> all;
    for (std::size_t i = 1; i < samples_.size(); ++i) {
        const Sample& a = samples_[i - 1];
        const Sample& b = samples_[i];
        all.push_back({Metres{along_of(a)}, Metres{along_of(b)}, time_of(a), time_of(b)});
    }
    return all;
}

} // namespace lanterne::scoring
