#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Numbers as bytes; FORMAT.md states them.
namespace lanterne::simulator {

void append_u32(std::string& out, std::uint32_t value);
void append_u64(std::string& out, std::uint64_t value);
void append_varint(std::string& out, std::uint64_t value);
void append_zigzag(std::string& out, std::int64_t value);

/// Takes numbers off the front of bytes from outside. What is not there, or no number: nothing.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_{bytes} {}

    bool at_end() const { return rest_.empty(); }

    std::optional<std::uint8_t> u8();
    std::optional<std::uint32_t> u32();
    std::optional<std::uint64_t> u64();
    std::optional<std::uint64_t> varint();
    std::optional<std::int64_t> zigzag();
    std::optional<std::string_view> bytes(std::uint64_t count);

private:
    std::string_view rest_;
};

} // namespace lanterne::simulator
