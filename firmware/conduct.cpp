#include "firmware/conduct.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::firmware {
namespace {

constexpr std::array profiles{Profile::sleep, Profile::ready, Profile::race, Profile::economy};

/// Without a serial nothing can have been signed for this unit.
UnitSerial serial_of(const ConductSettings& settings) {
    return settings.unit.value_or(UnitSerial::from("nobody").value());
}

} // namespace

Conduct::Conduct(const Devices& devices, ConductSettings settings)
    : settings_{std::move(settings)},
      configuration_{devices.storage, serial_of(settings_),
                     settings_.unit ? settings_.key : std::nullopt, settings_.defaults},
      card_{devices.storage},
      forecast_{settings_.power, devices.clock.boot_id(), devices.clock.steady(), card_.load()},
      config_{configuration_.active(std::nullopt)},
      plan_{power_steps(config_.profile, intervals())},
      cadence_{profile(), rules(), settings_.next_report_s},
      next_save_{devices.clock.steady() + save_interval} {
    cadence_.know(config_.course, config_.course_version);
}

void Conduct::offer(std::span<const std::byte> payload, std::optional<UtcTime> utc) {
    const auto before = refused_reason();
    configuration_.offer(payload, utc);
    changed_ = changed_ || refused_reason() != before;
}

bool Conduct::look(const std::optional<hal::BatteryReading>& gauge, std::optional<UtcTime> utc,
                   Instant now) {
    bool changed = std::exchange(changed_, false);
    changed = take_up(configuration_.active(utc)) || changed;
    forecast_.note(gauge, plan_.step().interval, now);
    if (utc && (!next_decision_ || now >= *next_decision_)) {
        next_decision_ = now + decide_interval;
        changed = plan_.decide(forecast_, config_.time_limit, *utc, now) || changed;
    }
    cadence_.use(profile(), rules());
    if (now >= next_save_) {
        save(now);
    }
    return changed;
}

bool Conduct::take_up(const UnitConfig& config) {
    if (config.version == config_.version) {
        return false;
    }
    config_ = config;
    plan_.wish(power_steps(config_.profile, intervals()));
    next_decision_.reset();
    cadence_.know(config_.course, config_.course_version);
    return true;
}

void Conduct::save(Instant now) {
    next_save_ = now + save_interval;
    if (forecast_.percent()) {
        card_.save(forecast_.memory(now));
    }
}

std::optional<UtcTime> Conduct::lasts_until(std::optional<UtcTime> utc) const {
    const auto until = utc ? forecast_.lasts_until(plan_.step().interval, *utc) : std::nullopt;
    return until ? std::optional{std::clamp(*until, UtcTime{}, latest_time)} : std::nullopt;
}

bool Conduct::keeps_own_interval() const {
    return config_.version == 0 && settings_.report_interval.has_value();
}

std::array<std::chrono::milliseconds, 4> Conduct::intervals() const {
    if (config_.intervals) {
        return *config_.intervals;
    }
    std::array<std::chrono::milliseconds, 4> intervals{};
    std::ranges::transform(profiles, intervals.begin(),
                           [](Profile profile) { return rules_of(profile).interval; });
    if (keeps_own_interval()) {
        intervals[static_cast<std::size_t>(config_.profile)] = *settings_.report_interval;
    }
    return intervals;
}

CadenceRules Conduct::rules() const {
    const PowerStep& step = plan_.step();
    if (keeps_own_interval() && !plan_.is_sparing()) {
        return steady_rules(step.interval);
    }
    CadenceRules rules = rules_of(step.profile);
    rules.interval = step.interval;
    rules.still_interval = std::max(rules.still_interval, step.interval);
    if (rules.error_m && config_.error) {
        rules.error_m = config_.error->value;
    }
    return rules;
}

} // namespace lanterne::firmware
