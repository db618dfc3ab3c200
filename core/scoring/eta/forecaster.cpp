#include "core/scoring/eta/forecaster.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"

namespace lanterne::scoring::eta {
namespace {

constexpr double same_place_m = 1;
constexpr std::size_t finish_forecasts = 16; // of an entry in the whole race
constexpr double overdue = 0.95; // beyond that share of outcomes a silent one is simply late
constexpr double longest_way_s = 30 * 86'400.0;

Milliseconds milliseconds(double seconds) { return Milliseconds{std::llround(seconds * 1000)}; }

} // namespace

Forecaster::Forecaster(const course::Course& course, std::size_t entries, UtcTime origin)
    : ground_{course}, field_{ground_}, journeys_(entries, Journey{ground_}),
      entries_(entries, Entry{.pacer = Pacer{ground_, field_}, .pending = {}}), origin_{origin} {
    for (const course::TimingPoint& point : course.points()) {
        if (points_.empty() || point.along.value > points_.back() + same_place_m) {
            points_.push_back(point.along.value);
        }
    }
    if (points_.empty()) {
        points_.push_back(ground_.length());
    }
}

double Forecaster::seconds_at(UtcTime time) const {
    return static_cast<double>((time - origin_).count()) / 1000;
}

UtcTime Forecaster::time_at(double seconds) const { return origin_ + milliseconds(seconds); }

void Forecaster::seen(std::size_t entry, Metres along, UtcTime time) {
    Entry& one = entries_.at(entry);
    if (one.has_left) {
        return;
    }
    Journey& journey = journeys_[entry];
    const double t = seconds_at(time);
    journey.take(ground_, along.value, t);
    if (!journey.is_seen()) {
        return;
    }
    one.pacer.follow(ground_, field_, journey);
    if (journey.cell() != one.asked_cell) {
        one.asked_cell = journey.cell();
        keep(entry, t);
    }
}

void Forecaster::passed(std::size_t entry, Metres along, UtcTime time) {
    if (!entries_.at(entry).has_left) {
        grade(entry, along.value, seconds_at(time));
        entries_[entry].passed = std::max(entries_[entry].passed, along.value);
        seen(entry, along, time);
    }
}

void Forecaster::leave(std::size_t entry) {
    entries_.at(entry).has_left = true;
    entries_[entry].pending.clear();
}

void Forecaster::forget(std::size_t entry) {
    entries_.at(entry) = Entry{.pacer = Pacer{ground_, field_}, .pending = {}};
    journeys_[entry] = Journey{ground_};
}

void Forecaster::learn(UtcTime as_of) {
    field_.learn(ground_, journeys_);
    learned_ = seconds_at(as_of);
    for (std::size_t entry = 0; entry < entries_.size(); ++entry) {
        if (journeys_[entry].is_seen() && !entries_[entry].has_left) {
            entries_[entry].pacer = Pacer{ground_, field_};
            entries_[entry].pacer.follow(ground_, field_, journeys_[entry]);
        }
    }
}

Forecaster::Quantiles Forecaster::quantiles(const Journey& journey, const Projection& projection,
                                            double along, double t) const {
    const std::size_t horizon = Calibration::horizon_of(projection.seconds);
    const double since = t - journey.time();
    double gone = 0; // the share of outcomes that time has ruled out
    if (since > 0) {
        const double deviation = lanterne::log(since / projection.seconds) / projection.sd;
        gone = calibration_.share_below(horizon, deviation);
    }
    const double least = journey.time() + ground_.least_seconds(journey.along(), along);
    const double late_by = gone > overdue ? since : 0;
    const auto at = [&](double share, double wait) {
        const double deviation = calibration_.quantile(horizon, gone + share * (1 - gone));
        const double seconds = projection.seconds * lanterne::exp(projection.sd * deviation);
        const double when = journey.time() + std::min(seconds, longest_way_s);
        return std::max({when, least, t + wait * late_by});
    };
    return {.early = at(0.1, 0.02), .likely = at(0.5, 0.15), .late = at(0.9, 0.6)};
}

double Forecaster::reached(std::size_t entry) const {
    return std::max(journeys_[entry].along(), entries_[entry].passed);
}

std::optional<Band> Forecaster::band(std::size_t entry, Metres along, UtcTime as_of) const {
    const Entry& one = entries_.at(entry);
    const Journey& journey = journeys_[entry];
    const double place = std::min(along.value, ground_.length());
    if (one.has_left || !journey.is_seen() || !(place > reached(entry))) {
        return std::nullopt;
    }
    const double t = std::max(seconds_at(as_of), journey.time());
    const Projection projection = project(ground_, field_, one.pacer, journey, place, t);
    const Quantiles when = quantiles(journey, projection, place, t);
    return Band{.early = time_at(when.early),
                .likely = time_at(when.likely),
                .late = time_at(when.late),
                .why = {.slopes = milliseconds(projection.slope_s),
                        .field = milliseconds(projection.field_s),
                        .athletes = projection.athletes,
                        .standing = milliseconds(projection.standing_s)}};
}

std::optional<Metres> Forecaster::next_point(std::size_t entry) const {
    const Journey& journey = journeys_.at(entry);
    const auto next = std::ranges::upper_bound(points_, reached(entry) + same_place_m);
    if (!journey.is_seen() || next == points_.end()) {
        return std::nullopt;
    }
    return Metres{*next};
}

void Forecaster::keep(std::size_t entry, double t) {
    const double fresh_s = static_cast<double>(graded_after_learning.count()) / 1000;
    if (!learned_ || std::abs(t - *learned_) > fresh_s) {
        return;
    }
    const auto next = next_point(entry);
    if (!next) {
        return;
    }
    const auto found = std::ranges::lower_bound(points_, next->value);
    const auto point = static_cast<std::size_t>(found - points_.begin());
    if (point + 1 < points_.size()) {
        keep(entry, point, pending_to_next, t);
    }
    const std::size_t stride = ground_.cells().size() / finish_forecasts + 1;
    if (journeys_[entry].cell() % stride == 0 || point + 1 == points_.size()) {
        keep(entry, points_.size() - 1, pending_to_finish, t);
    }
}

void Forecaster::keep(std::size_t entry, std::size_t point, std::size_t most, double t) {
    Entry& one = entries_[entry];
    const Journey& journey = journeys_[entry];
    const Projection projection = project(ground_, field_, one.pacer, journey, points_[point], t);
    const Quantiles when = quantiles(journey, projection, points_[point], t);
    one.pending.push_back({.issued = t,
                           .seconds = static_cast<float>(projection.seconds),
                           .sd = static_cast<float>(projection.sd),
                           .early = static_cast<float>(when.early - t),
                           .likely = static_cast<float>(when.likely - t),
                           .late = static_cast<float>(when.late - t),
                           .point = static_cast<std::uint32_t>(point)});
    const auto kept = std::ranges::count(one.pending, point, &Pending::point);
    if (static_cast<std::size_t>(kept) > most) {
        thin(one.pending, static_cast<std::uint32_t>(point));
    }
}

void Forecaster::thin(std::vector<Pending>& pending, std::uint32_t point) const {
    std::vector<std::size_t> of_point; // in the order they were issued
    for (std::size_t i = 0; i < pending.size(); ++i) {
        if (pending[i].point == point) {
            of_point.push_back(i);
        }
    }
    const Pending& newest = pending[of_point.back()];
    const double arrival = newest.issued + double{newest.seconds};
    std::size_t closest = of_point.front();
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i + 1 < of_point.size(); ++i) {
        const double apart = pending[of_point[i + 1]].issued - pending[of_point[i - 1]].issued;
        const double room = apart / std::max(arrival - pending[of_point[i]].issued, 1.0);
        if (room < least) {
            least = room;
            closest = of_point[i];
        }
    }
    pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(closest));
}

void Forecaster::grade(std::size_t entry, double along, double t) {
    Entry& one = entries_[entry];
    std::erase_if(one.pending, [&](const Pending& forecast) {
        if (std::abs(points_[forecast.point] - along) > same_place_m) {
            return points_[forecast.point] < along; // passed unseen: no truth
        }
        const double truth = t - forecast.issued;
        if (truth > 0) {
            const double deviation =
                lanterne::log(truth / double{forecast.seconds}) / double{forecast.sd};
            calibration_.take(Calibration::horizon_of(double{forecast.seconds}), deviation);
            grades_.take(t, horizon_of(double{forecast.seconds}), double{forecast.early},
                         double{forecast.likely}, double{forecast.late}, truth);
        }
        return true;
    });
}

Grade Forecaster::last_hour(UtcTime as_of, Horizon horizon) const {
    return grades_.last_hour(seconds_at(as_of), horizon);
}

} // namespace lanterne::scoring::eta
