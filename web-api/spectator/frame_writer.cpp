#include "web-api/spectator/frame_writer.hpp"

namespace lanterne::web {

void FrameWriter::number(std::uint64_t value) {
    constexpr unsigned more = 0x80;
    while (value >= more) {
        byte(static_cast<unsigned>(value & 0x7fU) | more);
        value >>= 7U;
    }
    byte(static_cast<unsigned>(value));
}

void FrameWriter::text(std::string_view text) {
    number(text.size());
    bytes_ += text;
}

} // namespace lanterne::web
