#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lanterne::firmware {

/// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected, as in RFC 3720). `so_far` is the CRC of
/// the bytes before these, 0 at the beginning.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t so_far = 0);

} // namespace lanterne::firmware
