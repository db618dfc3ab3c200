#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lanterne::web {

/// Numbers and texts of web-api/spectator/FORMAT.md.
class FrameReader {
public:
    explicit FrameReader(std::string_view bytes) : rest_{bytes} {}

    unsigned byte() {
        if (rest_.empty()) {
            throw std::runtime_error{"the message ends early"};
        }
        const auto value = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const unsigned next = byte();
            value |= static_cast<std::uint64_t>(next & 0x7fU) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw std::runtime_error{"a number of more than 64 bits"};
    }

    std::int64_t integer() { return unzigzag(number()); }

    static std::int64_t unzigzag(std::uint64_t value) {
        return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
    }

    std::string text() {
        const std::uint64_t size = number();
        if (size > rest_.size()) {
            throw std::runtime_error{"a text ends early"};
        }
        std::string text{rest_.substr(0, size)};
        rest_.remove_prefix(size);
        return text;
    }

    bool is_at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

} // namespace lanterne::web
