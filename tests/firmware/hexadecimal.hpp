#pragma once

#include <span>
#include <string>

#include <fmt/format.h>

namespace lanterne::firmware {

/// Bytes as a document shows them: "4c 4e 54", so many a line.
inline std::string hexadecimal(std::span<const std::byte> bytes, std::size_t a_line = 16) {
    std::string text;
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        text += fmt::format("{:02x}", std::to_integer<unsigned>(bytes[index]));
        if (index + 1 < bytes.size()) {
            text += (index + 1) % a_line == 0 ? '\n' : ' ';
        }
    }
    return text;
}

} // namespace lanterne::firmware
