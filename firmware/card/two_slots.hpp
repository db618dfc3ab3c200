#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hal/storage.hpp"

namespace lanterne::firmware {

/// A small value on the card that is replaced as a whole: two slots in a file, written in turn, so
/// that a torn write leaves what was before. The storage must outlive it.
///
/// A slot, numbers with the lowest byte first: "LNTSLOT\n", counter (8 bytes; the greater of two
/// slots is the newer), length of the value (4), the value, CRC32C of all that (4).
class TwoSlots {
public:
    /// Takes the room for the file at once, while there is some. `most_bytes`: of a value.
    TwoSlots(hal::Storage& storage, std::string file_name, std::size_t most_bytes);

    /// Nothing when there is no readable slot.
    std::optional<std::vector<std::byte>> load();

    /// False when the card did not take it, or it is too long; what was saved before still is.
    bool save(std::span<const std::byte> value);

private:
    bool is_ready();

    hal::Storage& storage_;
    std::string file_name_;
    std::size_t slot_bytes_;
    std::unique_ptr<hal::StorageFile> file_;
    std::uint64_t counter_ = 0;
};

} // namespace lanterne::firmware
