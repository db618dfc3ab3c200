#include "firmware/power/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace lanterne::firmware {
namespace {

constexpr std::size_t voters = 5; ///< readings whose median is the charge
constexpr std::size_t step_readings = 3;
/// A slope needs a fall that is well above a gauge's steps of 1 %.
constexpr double least_movement = 0.01;
/// It rises when it rises at least half as fast as the model says that it falls.
constexpr double least_rise = 0.5;
/// Nothing is foretold beyond: the date must stay one.
constexpr double most_hours = 24.0 * 365;

double hours(std::chrono::steady_clock::duration time) {
    return std::chrono::duration<double, std::ratio<3600>>{time}.count();
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The mean of the middle half: as steady as a mean, and a wild value does not move it.
double middle_mean(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto cut = static_cast<std::ptrdiff_t>(values.size() / 4);
    return std::accumulate(values.begin() + cut, values.end() - cut, 0.0) /
           static_cast<double>(values.size() - 2 * static_cast<std::size_t>(cut));
}

} // namespace

double draw_mw(const PowerModel& model, std::chrono::milliseconds interval) {
    const double seconds = static_cast<double>(interval.count()) / 1'000;
    return model.idle_mw + model.gnss_mw + model.network_mw + model.message_mj / seconds;
}

Forecast::Forecast(const PowerModel& model, std::string boot_id, Instant now,
                   const std::optional<BatteryMemory>& memory)
    : model_{model}, boot_id_{std::move(boot_id)}, drawn_until_{now} {
    if (!memory || !std::isfinite(memory->factor) || !std::isfinite(memory->charge)) {
        return;
    }
    prior_ = std::clamp(memory->factor, 1 / most_correction, most_correction);
    if (!boot_id_.empty() && memory->boot_id == boot_id_ && memory->at <= now) {
        charge_ = std::clamp(memory->charge, 0.0, 1.0);
        drawn_until_ = memory->at; // the time without the program was drawn from as well
    }
}

void Forecast::note(const std::optional<hal::BatteryReading>& gauge,
                    std::chrono::milliseconds interval, Instant now) {
    draw(interval, now);
    if (!gauge) {
        charging_ = false;
        return;
    }
    charging_ = gauge->charging.value_or(false);
    if (!gauge->charge || !std::isfinite(*gauge->charge)) {
        return;
    }
    const double charge = std::clamp(*gauge->charge, 0.0, 1.0);
    if (charging_ || !heard_) {
        heard_ = true;
        samples_.clear();
        charge_ = charge;
        moved_at_ = fall_;
        said_ = charge;
    }
    hear(charge, now);
}

void Forecast::draw(std::chrono::milliseconds interval, Instant now) {
    if (model_.capacity_mwh > 0 && now > drawn_until_) {
        const double fall =
            draw_mw(model_, interval) * hours(now - drawn_until_) / model_.capacity_mwh;
        fall_ += fall;
        charge_ = charging_ ? charge_ : std::max(0.0, charge_ - fall * factor());
    }
    drawn_until_ = std::max(drawn_until_, now);
}

void Forecast::hear(double charge, Instant now) {
    if (said_ != charge) {
        said_ = charge;
        moved_at_ = fall_;
    }
    if (next_sample_ && now < *next_sample_) {
        return;
    }
    next_sample_ = now + sample_interval;
    if (stuck()) {
        // What it said since it last moved says nothing.
        std::erase_if(samples_, [&](const Sample& each) { return each.fall > moved_at_; });
        charge_ = std::clamp(charge - (fall_ - moved_at_) * factor(), 0.0, charge_);
        return;
    }
    samples_.push_back({.fall = fall_, .charge = charge});
    if (samples_.size() > most_samples) {
        samples_.pop_front();
    }
    take_out_step();
    const std::size_t count = std::min(voters, samples_.size());
    std::vector<double> votes;
    for (auto each = samples_.end() - static_cast<std::ptrdiff_t>(count); each != samples_.end();
         ++each) {
        votes.push_back(each->charge - (fall_ - each->fall) * factor());
    }
    charge_ = std::clamp(median(std::move(votes)), 0.0, 1.0);
}

/// Moves what was said before a step to where the step has led, so that the slope goes on.
void Forecast::take_out_step() {
    if (samples_.size() < 2 * step_readings) {
        return;
    }
    const auto after = samples_.end() - static_cast<std::ptrdiff_t>(step_readings);
    std::vector<double> before;
    for (auto each = after - static_cast<std::ptrdiff_t>(step_readings); each != after; ++each) {
        before.push_back(each->charge + each->fall * factor());
    }
    const double expected = median(std::move(before));
    std::vector<double> jumps;
    for (auto each = after; each != samples_.end(); ++each) {
        jumps.push_back(each->charge + each->fall * factor() - expected);
    }
    const auto [least, most] = std::minmax_element(jumps.begin(), jumps.end());
    if (*least > step || *most < -step) {
        const double jump = median(jumps);
        for (auto each = samples_.begin(); each != after; ++each) {
            each->charge += jump;
        }
    }
}

bool Forecast::stuck() const { return (fall_ - moved_at_) * prior_ >= fall_that_must_show; }

/// Of each reading and the one half a window later: how far it fell, of what the model says.
/// Negative: it rose.
std::optional<double> Forecast::slope() const {
    const std::size_t half = samples_.size() / 2;
    if (half < voters) {
        return std::nullopt;
    }
    std::vector<double> falls;
    std::vector<double> modelled;
    for (std::size_t first = 0; first + half < samples_.size(); ++first) {
        falls.push_back(samples_[first].charge - samples_[first + half].charge);
        modelled.push_back(samples_[first + half].fall - samples_[first].fall);
    }
    const double fallen = middle_mean(std::move(falls));
    const double expected = middle_mean(std::move(modelled));
    if (expected <= 0 || std::abs(fallen) < least_movement) {
        return std::nullopt;
    }
    return fallen / expected;
}

double Forecast::factor() const {
    const auto measured = slope();
    if (!measured || *measured <= 0) {
        return prior_;
    }
    const double shown = std::clamp(*measured, 1 / most_correction, most_correction);
    const double seen = (samples_.back().fall - samples_.front().fall) / fall_that_convinces;
    return prior_ + std::min(1.0, seen) * (shown - prior_);
}

bool Forecast::charging() const { return charging_ || slope().value_or(0) <= -least_rise; }

std::optional<std::uint8_t> Forecast::percent() const {
    if (model_.capacity_mwh <= 0 && !heard_) {
        return std::nullopt;
    }
    return static_cast<std::uint8_t>(std::lround(charge_ * 100));
}

std::optional<UtcTime> Forecast::lasts_until(std::chrono::milliseconds interval,
                                             UtcTime now) const {
    const double power = draw_mw(model_, interval) * factor();
    if (model_.capacity_mwh <= 0 || charging() || power <= 0) {
        return std::nullopt;
    }
    const double left = std::min(most_hours, charge_ * model_.capacity_mwh / power);
    return now +
           std::chrono::floor<Milliseconds>(std::chrono::duration<double, std::ratio<3600>>{left});
}

BatteryMemory Forecast::memory(Instant now) const {
    return {.boot_id = boot_id_, .at = now, .charge = charge_, .factor = factor()};
}

} // namespace lanterne::firmware
