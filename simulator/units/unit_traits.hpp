#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "firmware/power/power_model.hpp"
#include "hal/simulated/storage.hpp"
#include "simulator/links/air.hpp"

namespace lanterne::simulator {

/// One unit as it left the box: what it is, and what is odd about it.
struct UnitTraits {
    UnitSerial serial;
    std::string firmware_version; ///< 1 to 32 bytes of printable ASCII
    std::string board;            ///< the same
    firmware::PowerModel power;   ///< without a capacity it lasts for ever and has no gauge
    double charge = 1;            ///< of the battery when the day begins, 0 to 1
    Milliseconds clock_off{0};    ///< how wrong its own clock is until it hears a receiver
    double clock_ppm = 0;         ///< by how much its clocks go too fast
    std::uint64_t card_bytes = hal::simulated::Storage::no_limit;
    Milliseconds sync_takes{0}; ///< what a sync of the card holds the unit up, race time
    Milliseconds boots_in{8'000};
    /// Between messages; nothing: as the profile says, which only at true pace is meant so.
    std::optional<std::chrono::milliseconds> report_interval;
    Air air;
    Flaw flaw = Flaw::none;
};

} // namespace lanterne::simulator
