#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace lanterne::scoring {

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece. A value: a copy goes on by itself.
class Sha256 {
public:
    void take(std::string_view bytes);

    /// Of all bytes so far: 64 hexadecimal digits.
    std::string text() const;

private:
    std::array<std::uint32_t, 8> hash_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<char, 64> block_{};
    std::uint64_t taken_ = 0; ///< bytes
};

std::string sha256(std::string_view bytes);

} // namespace lanterne::scoring
