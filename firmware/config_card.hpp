#pragma once

#include <vector>

#include "firmware/card/two_slots.hpp"

namespace lanterne::firmware {

/// The messages of the configuration that holds and of the one that waits; empty: there is none.
struct KeptConfigs {
    std::vector<std::byte> current;
    std::vector<std::byte> pending;

    bool operator==(const KeptConfigs&) const = default;
};

/// Keeps configurations on the card, in the two slots of the file "configuration". To lose them is
/// no great harm: the newest is retained at the broker. The value: length of current (2 bytes, the
/// lowest first), current, pending.
class ConfigCard {
public:
    explicit ConfigCard(hal::Storage& storage);

    KeptConfigs load();

    /// False when the card did not take it; what was saved before still is.
    bool save(const KeptConfigs& configs);

private:
    TwoSlots slots_;
};

} // namespace lanterne::firmware
