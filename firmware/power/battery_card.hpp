#pragma once

#include <optional>

#include "firmware/card/two_slots.hpp"
#include "firmware/power/forecast.hpp"

namespace lanterne::firmware {

/// Keeps what the forecast knows on the card, in the two slots of the file "battery": a restart of
/// the program would else take a battery without a gauge to be full. The value, numbers with the
/// lowest byte first: the steady clock in ns (8 bytes), charge and factor in millionths (4 each),
/// the boot's id.
class BatteryCard {
public:
    explicit BatteryCard(hal::Storage& storage) : slots_{storage, "battery", most_bytes} {}

    std::optional<BatteryMemory> load();

    /// Not saved, a restart knows less; nothing else.
    void save(const BatteryMemory& memory);

private:
    static constexpr std::size_t most_bytes = 128;

    TwoSlots slots_;
};

} // namespace lanterne::firmware
