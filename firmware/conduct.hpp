#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "firmware/configuration.hpp"
#include "firmware/devices.hpp"
#include "firmware/identity/signature.hpp"
#include "firmware/power/battery_card.hpp"
#include "firmware/power/forecast.hpp"
#include "firmware/power/power_plan.hpp"
#include "firmware/sending/cadence.hpp"

namespace lanterne::firmware {

/// What a unit keeps to until a configuration says otherwise.
struct ConductSettings {
    std::optional<UnitSerial> unit;
    std::optional<PinnedKey> key; ///< none: every configuration is refused
    UnitConfig defaults;
    /// Between messages instead of the profile's own rules, as long as no configuration holds: then
    /// nothing else makes a message.
    std::optional<std::chrono::milliseconds> report_interval;
    std::optional<std::uint32_t> next_report_s; ///< what messages say instead; of race time
    PowerModel power;
};

/// How the unit behaves: what it was configured to, as far as its battery allows, as a cadence.
/// Everything borrowed must outlive it.
class Conduct {
public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::minutes decide_interval{1};
    static constexpr std::chrono::minutes save_interval{5};

    Conduct(const Devices& devices, ConductSettings settings);

    /// Takes a configuration from outside: see Configuration::offer().
    void offer(std::span<const std::byte> payload, std::optional<UtcTime> utc);

    /// To be called each turn. True when what the status says of it has changed: a configuration
    /// begins or ends, one was refused, the battery's plan takes another step.
    bool look(const std::optional<hal::BatteryReading>& gauge, std::optional<UtcTime> utc,
              Instant now);

    /// The orderly end: what must be known after a restart is on the card.
    void save(Instant now);

    Cadence& cadence() { return cadence_; }

    const Cadence& cadence() const { return cadence_; }

    const UnitConfig& config() const { return config_; }

    /// After what the battery allows.
    Profile profile() const { return plan_.step().profile; }

    bool is_sparing() const { return plan_.is_sparing(); }

    /// Not to the time limit, however rarely it speaks.
    bool falls_short() const { return plan_.falls_short(); }

    std::optional<std::uint8_t> battery_pct() const { return forecast_.percent(); }

    std::optional<UtcTime> lasts_until(std::optional<UtcTime> utc) const;

    std::uint32_t applied_version() const { return configuration_.applied_version(); }

    std::optional<Configuration::Waiting> waiting() const { return configuration_.waiting(); }

    const std::optional<std::string>& refused_reason() const {
        return configuration_.refused_reason();
    }

private:
    bool take_up(const UnitConfig& config);
    std::array<std::chrono::milliseconds, 4> intervals() const;
    CadenceRules rules() const;
    bool keeps_own_interval() const;

    ConductSettings settings_;
    Configuration configuration_;
    BatteryCard card_;
    Forecast forecast_;
    UnitConfig config_;
    PowerPlan plan_;
    Cadence cadence_;
    bool changed_ = false;
    std::optional<Instant> next_decision_;
    Instant next_save_;
};

} // namespace lanterne::firmware
