#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "core/base/time.hpp"

/// PostgreSQL's binary formats: big endian, and each element of something composed with its length
/// before it (the *_send and *_recv functions of its sources are the reference).
namespace lanterne::database::binary {

inline constexpr std::int32_t null_length = -1;

/// Microseconds since 2000-01-01; the ends of the range are the infinities.
std::int64_t to_timestamptz(UtcTime time);
UtcTime from_timestamptz(std::int64_t microseconds);

/// A range's first byte. We write [from, to) only.
inline constexpr std::uint8_t range_empty = 0x01;
inline constexpr std::uint8_t range_has_from = 0x02;

template<std::integral T>
void append(std::vector<char>& bytes, T value) {
    std::array<char, sizeof(T)> big_endian{};
    auto bits = static_cast<std::make_unsigned_t<T>>(value);
    for (std::size_t i = sizeof(T); i > 0; --i) {
        big_endian[i - 1] = static_cast<char>(static_cast<std::uint8_t>(bits));
        bits = static_cast<std::make_unsigned_t<T>>(std::uint64_t{bits} >> 8);
    }
    bytes.insert(bytes.end(), big_endian.begin(), big_endian.end());
}

inline void append(std::vector<char>& bytes, std::span<const char> more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
}

/// Takes values from the front. Throws std::logic_error at the end: the value has another type than
/// its reader thinks.
class Reader {
public:
    explicit Reader(std::span<const char> bytes) : rest_{bytes} {}

    template<std::integral T>
    T take() {
        std::make_unsigned_t<T> bits = 0;
        for (const char byte : take(sizeof(T))) {
            bits = static_cast<std::make_unsigned_t<T>>((std::uint64_t{bits} << 8) |
                                                        static_cast<std::uint8_t>(byte));
        }
        return static_cast<T>(bits);
    }

    std::span<const char> take(std::size_t size) {
        if (size > rest_.size()) {
            throw std::logic_error{"a value from PostgreSQL is shorter than its type"};
        }
        const auto taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    bool empty() const { return rest_.empty(); }

private:
    std::span<const char> rest_;
};

} // namespace lanterne::database::binary
