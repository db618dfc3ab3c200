#include "service/hex.hpp"

#include <string_view>

namespace lanterne::service {

std::string to_hex(std::span<const std::byte> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        text += digits[std::to_integer<std::size_t>(byte) >> 4U];
        text += digits[std::to_integer<std::size_t>(byte) & 15U];
    }
    return text;
}

} // namespace lanterne::service
