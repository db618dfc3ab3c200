#include "web-api/spectator/frame_id.hpp"

#include <charconv>

#include <fmt/format.h>

namespace lanterne::web {

namespace {

template<class Number>
bool take_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

} // namespace

std::string id_text(FrameId id) { return fmt::format("{}.{}", id.epoch, id.sequence); }

std::optional<FrameId> parse_frame_id(std::string_view text) {
    const auto dot = text.find('.');
    FrameId id;
    if (dot == std::string_view::npos || !take_number(text.substr(0, dot), id.epoch) ||
        !take_number(text.substr(dot + 1), id.sequence)) {
        return std::nullopt;
    }
    return id;
}

} // namespace lanterne::web
