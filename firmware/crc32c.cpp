#include "firmware/crc32c.hpp"

#include <array>

namespace lanterne::firmware {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t index = 0; index < 256; ++index) {
        std::uint32_t value = index;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1) != 0 ? (value >> 1) ^ 0x82F63B78U : value >> 1;
        }
        table[index] = value;
    }
    return table;
}

constexpr auto table = make_table();

} // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t so_far) {
    std::uint32_t crc = ~so_far;
    for (const std::byte byte : bytes) {
        crc = table[(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU] ^ (crc >> 8);
    }
    return ~crc;
}

} // namespace lanterne::firmware
