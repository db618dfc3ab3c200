#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <vector>

namespace lanterne::firmware {

/// Appends a number, least significant byte first.
template<std::integral T>
void put_little(std::vector<std::byte>& bytes, T value) {
    for (std::size_t index = 0; index < sizeof(T); ++index) {
        bytes.push_back(static_cast<std::byte>(
            (static_cast<unsigned long long>(value) >> (8 * index)) & 0xFFU));
    }
}

/// The number at an offset; all its bytes must be there.
template<std::integral T>
T get_little(std::span<const std::byte> bytes, std::size_t offset) {
    unsigned long long value = 0;
    for (std::size_t index = 0; index < sizeof(T); ++index) {
        value |= std::to_integer<unsigned long long>(bytes[offset + index]) << (8 * index);
    }
    return static_cast<T>(value);
}

} // namespace lanterne::firmware
