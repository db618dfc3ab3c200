#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "hal/storage.hpp"

namespace lanterne::firmware {

/// The messages of the configuration that holds and of the one that waits; empty: there is none.
struct KeptConfigs {
    std::vector<std::byte> current;
    std::vector<std::byte> pending;

    bool operator==(const KeptConfigs&) const = default;
};

/// Keeps configurations on the card, in the file "configuration": two slots of config_slot_bytes
/// that are written in turn, so that a torn write leaves what was before. To lose them is no great
/// harm: the newest is retained at the broker. A slot, numbers with the lowest byte first:
/// "LNTCONF\n", counter (8 bytes; the greater of two slots is the newer), length of current and of
/// pending (2 bytes each), both, CRC32C of all that.
class ConfigCard {
public:
    static constexpr std::size_t config_slot_bytes = 32 * 1024;

    /// Takes the room for the file at once, while there is some.
    explicit ConfigCard(hal::Storage& storage);

    KeptConfigs load();

    /// False when the card did not take it; what was saved before still is.
    bool save(const KeptConfigs& configs);

private:
    bool is_ready();

    hal::Storage& storage_;
    std::unique_ptr<hal::StorageFile> file_;
    std::uint64_t counter_ = 0;
};

} // namespace lanterne::firmware
