#include "firmware/time/sampler.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::firmware {
namespace {

/// The nearest multiple of `unit`, in units, when it is finite and within the limits.
std::optional<double> rounded(std::optional<double> value, double unit, double least, double most) {
    if (!value || !std::isfinite(*value)) {
        return std::nullopt;
    }
    const double units = std::round(*value / unit);
    return units >= least && units <= most ? std::optional{units} : std::nullopt;
}

template<class T>
std::optional<T> as(std::optional<double> value) {
    return value ? std::optional{static_cast<T>(*value)} : std::nullopt;
}

std::optional<std::uint8_t> course(std::optional<double> degrees) {
    const auto steps = rounded(degrees, 2.0, 0, 180);
    // 359.5 degrees is nearest to north.
    return steps ? std::optional{static_cast<std::uint8_t>(*steps >= 180 ? 0 : *steps)}
                 : std::nullopt;
}

std::optional<std::uint16_t> accuracy(std::optional<double> metres) {
    if (metres && std::isfinite(*metres)) {
        metres = std::min(*metres, 6'000.0);
    }
    return as<std::uint16_t>(rounded(metres, 0.1, 0, 60'000));
}

/// The reading but for its time.
std::optional<Fix> place_of(const hal::GnssReading& reading) {
    const auto latitude = as<std::int32_t>(rounded(reading.latitude_deg, 1e-6, -90e6, 90e6));
    const auto longitude = as<std::int32_t>(rounded(reading.longitude_deg, 1e-6, -180e6, 180e6));
    if (!latitude || !longitude || reading.mode < FixMode::fix_2d) {
        return std::nullopt;
    }
    const Fix fix{.time = earliest_time,
                  .position = {Latitude{*latitude}, Longitude{*longitude}},
                  .altitude_dm =
                      as<std::int32_t>(rounded(reading.altitude_m, 0.1, -10'000, 200'000)),
                  .speed_dmps = as<std::uint16_t>(rounded(reading.speed_mps, 0.1, 0, 5'000)),
                  .course_2deg = course(reading.course_deg),
                  .accuracy_dm = accuracy(reading.accuracy_m),
                  .satellites = static_cast<std::uint8_t>(std::clamp(reading.satellites, 0, 63)),
                  .mode = reading.mode};
    const bool is_nowhere = *latitude == 0 && *longitude == 0 && !fix.accuracy_dm;
    return is_within_limits(fix) && !is_nowhere ? std::optional{fix} : std::nullopt;
}

} // namespace

std::optional<Fix> to_fix(const hal::GnssReading& reading) {
    auto fix = place_of(reading);
    if (!fix || !reading.time) {
        return std::nullopt;
    }
    fix->time = *reading.time;
    return is_within_limits(*fix) ? fix : std::nullopt;
}

std::vector<Fix> Sampler::take(const hal::GnssReading& reading, Instant now) {
    const auto place = place_of(reading);
    if (!place) {
        ++refused_;
        return {};
    }
    Heard heard{.fix = *place, .at = now};
    if (!reading.time) {
        wait(heard);
        return {};
    }
    heard.fix.time = *reading.time;
    switch (keeper_.judge(heard.fix.time, now)) {
    case TimeKeeper::Verdict::believed: return believe(heard);
    case TimeKeeper::Verdict::doubtful: return doubt(heard);
    case TimeKeeper::Verdict::repeated: ++merged_; return {};
    case TimeKeeper::Verdict::impossible: wait(heard); return {};
    }
    return {};
}

std::vector<Fix> Sampler::believe(const Heard& heard) {
    const auto before = keeper_.newest();
    refused_ += doubtful_.size();
    doubtful_.clear();
    keeper_.believe(heard.fix.time, heard.at);
    newest_ = heard.at;
    std::vector<Fix> fixes = dated_until(std::nullopt, before);
    // What is dated no earlier than this reading was heard with it: the same epoch.
    while (!fixes.empty() && fixes.back().time >= heard.fix.time) {
        fixes.pop_back();
        --dated_;
        ++merged_;
    }
    fixes.push_back(heard.fix);
    return fixes;
}

std::vector<Fix> Sampler::doubt(const Heard& heard) {
    if (!doubtful_.empty() &&
        !keeper_.agree(doubtful_.back().fix.time, doubtful_.back().at, heard.fix.time, heard.at)) {
        refused_ += doubtful_.size();
        doubtful_.clear();
    }
    doubtful_.push_back(heard);
    if (doubtful_.size() < readings_that_outvote) {
        return {};
    }
    std::vector<Fix> fixes;
    keeper_.forget();
    for (const Heard& each : doubtful_) {
        keeper_.believe(each.fix.time, each.at);
        fixes.push_back(each.fix);
    }
    doubtful_.clear();
    newest_ = heard.at;
    return fixes;
}

void Sampler::wait(const Heard& heard) {
    if (pace_ == Pace::free) {
        ++refused_;
        return;
    }
    waiting_.push_back(heard);
    if (waiting_.size() > most_waiting) {
        waiting_.pop_front();
        ++forgotten_;
    }
}

/// What has waited, dated, heard until `last` and after the given time alone.
std::vector<Fix> Sampler::dated_until(std::optional<Instant> last, std::optional<UtcTime> after) {
    std::vector<Fix> fixes;
    while (!waiting_.empty() && (!last || waiting_.front().at <= *last)) {
        Fix fix = waiting_.front().fix;
        fix.time = keeper_.date(waiting_.front().at).value();
        waiting_.pop_front();
        if (after && fix.time <= *after) {
            ++merged_;
            continue;
        }
        after = fix.time;
        fixes.push_back(fix);
        ++dated_;
    }
    return fixes;
}

std::vector<Fix> Sampler::due(Instant now) {
    if (waiting_.empty() || !keeper_.date(now)) {
        return {};
    }
    std::vector<Fix> fixes = dated_until(now - patience, keeper_.newest());
    if (!fixes.empty()) {
        keeper_.advance(fixes.back().time);
        newest_ = now - patience;
    }
    return fixes;
}

std::optional<std::chrono::milliseconds> Sampler::since_fix(Instant now) const {
    return newest_ ? std::optional{std::chrono::floor<std::chrono::milliseconds>(now - *newest_)}
                   : std::nullopt;
}

FixAge Sampler::age(Instant now) const {
    const auto since = since_fix(now);
    if (!since || *since > lost_after) {
        return FixAge::lost;
    }
    return *since > fresh_for ? FixAge::stale : FixAge::fresh;
}

} // namespace lanterne::firmware
