#include "simulator/day/drawn_units.hpp"

#include <cmath>

#include "hal/simulated/small_random.hpp"

namespace lanterne::simulator {
namespace {

using hal::simulated::SmallRandom;

constexpr std::uint64_t unit_stream = 11;
constexpr double bytes_of_mib = 1024.0 * 1024;
/// Without the units' own rules for when to speak, which live in race time.
constexpr std::chrono::milliseconds report_interval_at_speed{1000};

/// FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv): a number for a serial.
std::uint64_t number_of(const UnitSerial& serial) {
    std::uint64_t number = 0xcbf29ce484222325;
    for (const char letter : serial.text()) {
        number = (number ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    }
    return number;
}

std::optional<std::chrono::milliseconds> report_interval(const UnitsSettings& units, double rate) {
    if (units.report_s) {
        return std::chrono::milliseconds{std::llround(*units.report_s * 1000)};
    }
    return rate == 1 ? std::nullopt : std::optional{report_interval_at_speed};
}

Flaw drawn_flaw(SmallRandom& random) {
    constexpr Flaw flaws[] = {Flaw::garbles, Flaw::repeats, Flaw::dawdles};
    return flaws[static_cast<std::size_t>(random.uniform(0, 3))];
}

} // namespace

UnitTraits drawn_unit(const Scenario& scenario, const UnitModel& model, const UnitSerial& serial) {
    const UnitsSettings& units = scenario.units;
    SmallRandom random{scenario.seed + number_of(serial), unit_stream};
    UnitTraits traits{.serial = serial,
                      .firmware_version = model.firmware_version,
                      .board = model.board,
                      .power = model.power,
                      .report_interval = report_interval(units, model.rate),
                      .air = scenario.air};
    // Each is drawn whether it is needed or not: a share that changes moves nobody else's luck.
    traits.charge = random.uniform(units.charge_pct.low, units.charge_pct.high) / 100;
    traits.clock_off =
        Milliseconds{std::llround(1000 * random.uniform(-units.clock_off_s, units.clock_off_s))};
    traits.clock_ppm = random.uniform(-units.clock_ppm, units.clock_ppm);
    if (random.chance(units.old_firmware_share)) {
        traits.firmware_version = old_firmware;
    }
    const bool is_flawed = random.chance(units.flawed_share);
    const Flaw flaw = drawn_flaw(random);
    traits.flaw = is_flawed ? flaw : Flaw::none;
    if (units.card_mib) {
        traits.card_bytes = static_cast<std::uint64_t>(*units.card_mib * bytes_of_mib);
    }
    return traits;
}

} // namespace lanterne::simulator
