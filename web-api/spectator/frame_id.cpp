#include "web-api/spectator/frame_id.hpp"

#include <fmt/format.h>

#include "web-api/rest/whole_text.hpp"

namespace lanterne::web {

std::string id_text(FrameId id) { return fmt::format("{}.{}", id.epoch, id.sequence); }

std::optional<FrameId> parse_frame_id(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    const auto epoch = whole_in<std::uint32_t>(text.substr(0, dot));
    const auto sequence = whole_in<std::uint64_t>(text.substr(dot + 1));
    return epoch && sequence ? std::optional{FrameId{*epoch, *sequence}} : std::nullopt;
}

} // namespace lanterne::web
