#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lanterne::web {

/// Writes the numbers and texts of FORMAT.md.
class FrameWriter {
public:
    void byte(unsigned value) { bytes_.push_back(static_cast<char>(value)); }

    void number(std::uint64_t value);

    void integer(std::int64_t value) { number(zigzag(value)); }

    void text(std::string_view text);

    void append(const FrameWriter& other) { bytes_ += other.bytes_; }

    std::string take() && { return std::move(bytes_); }

    static constexpr std::uint64_t zigzag(std::int64_t value) {
        return (static_cast<std::uint64_t>(value) << 1U) ^
               static_cast<std::uint64_t>(value < 0 ? -1 : 0);
    }

private:
    std::string bytes_;
};

} // namespace lanterne::web
