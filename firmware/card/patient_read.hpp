#pragma once

#include <cstdint>
#include <vector>

#include "hal/storage.hpp"

namespace lanterne::firmware {

/// What could be read of a stretch of a file.
struct PatientRead {
    std::vector<std::byte> bytes; ///< zeros where it could not be read
    std::uint64_t unread = 0;     ///< bytes that could not be read
};

/// Reads at most `limit` bytes from `offset` on; what fails as a whole is tried again page by page,
/// so that a bad page costs no more than itself.
PatientRead read_patiently(hal::StorageFile& file, std::uint64_t offset, std::size_t limit);

} // namespace lanterne::firmware
