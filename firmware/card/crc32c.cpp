#include "firmware/card/crc32c.hpp"

#include <array>

namespace lanterne::firmware {
namespace {

using Table = std::array<std::uint32_t, 256>;

/// Table k says what a byte does to the checksum when k bytes follow it: eight bytes are taken at
/// once, each by its own table, instead of one after the other.
constexpr std::array<Table, 8> make_tables() {
    std::array<Table, 8> tables{};
    for (std::uint32_t index = 0; index < 256; ++index) {
        std::uint32_t value = index;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1) != 0 ? (value >> 1) ^ 0x82F63B78U : value >> 1;
        }
        tables[0][index] = value;
    }
    for (std::size_t k = 1; k < tables.size(); ++k) {
        for (std::size_t index = 0; index < 256; ++index) {
            const std::uint32_t before = tables[k - 1][index];
            tables[k][index] = tables[0][before & 0xFFU] ^ (before >> 8);
        }
    }
    return tables;
}

constexpr auto tables = make_tables();

std::uint32_t at(std::span<const std::byte> bytes, std::size_t index) {
    return std::to_integer<std::uint32_t>(bytes[index]);
}

} // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t so_far) {
    std::uint32_t crc = ~so_far;
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
        crc = tables[7][(crc & 0xFFU) ^ at(bytes, 0)] ^
              tables[6][((crc >> 8) & 0xFFU) ^ at(bytes, 1)] ^
              tables[5][((crc >> 16) & 0xFFU) ^ at(bytes, 2)] ^
              tables[4][(crc >> 24) ^ at(bytes, 3)] ^ tables[3][at(bytes, 4)] ^
              tables[2][at(bytes, 5)] ^ tables[1][at(bytes, 6)] ^ tables[0][at(bytes, 7)];
    }
    for (const std::byte byte : bytes) {
        crc = tables[0][(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU] ^ (crc >> 8);
    }
    return ~crc;
}

} // namespace lanterne::firmware
