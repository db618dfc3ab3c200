#include "simulator/truth/bytes.hpp"

#include <bit>

namespace lanterne::simulator {

namespace {

template<class Number>
void append_fixed(std::string& out, Number value) {
    for (std::size_t i = 0; i < sizeof value; ++i) {
        out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
    }
}

template<class Number>
std::optional<Number> take_fixed(std::string_view& rest) {
    if (rest.size() < sizeof(Number)) {
        return std::nullopt;
    }
    Number value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) {
        value |=
            static_cast<Number>(static_cast<Number>(static_cast<std::uint8_t>(rest[i])) << (8 * i));
    }
    rest.remove_prefix(sizeof value);
    return value;
}

} // namespace

void append_u32(std::string& out, std::uint32_t value) { append_fixed(out, value); }

void append_u64(std::string& out, std::uint64_t value) { append_fixed(out, value); }

void append_varint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    out += static_cast<char>(static_cast<std::uint8_t>(value));
}

void append_zigzag(std::string& out, std::int64_t value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    append_varint(out, value < 0 ? ~(bits << 1) : bits << 1);
}

std::optional<std::uint8_t> ByteReader::u8() { return take_fixed<std::uint8_t>(rest_); }

std::optional<std::uint32_t> ByteReader::u32() { return take_fixed<std::uint32_t>(rest_); }

std::optional<std::uint64_t> ByteReader::u64() { return take_fixed<std::uint64_t>(rest_); }

std::optional<std::uint64_t> ByteReader::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto byte = u8();
        const bool is_last = byte && *byte < 0x80;
        if (!byte || (shift == 63 && *byte > 1) || (is_last && *byte == 0 && shift > 0)) {
            return std::nullopt;
        }
        value |= std::uint64_t{*byte & 0x7FU} << shift;
        if (is_last) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> ByteReader::zigzag() {
    const auto value = varint();
    if (!value) {
        return std::nullopt;
    }
    return std::bit_cast<std::int64_t>((*value & 1) != 0 ? ~(*value >> 1) : *value >> 1);
}

std::optional<std::string_view> ByteReader::bytes(std::uint64_t count) {
    if (count > rest_.size()) {
        return std::nullopt;
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
}

} // namespace lanterne::simulator
