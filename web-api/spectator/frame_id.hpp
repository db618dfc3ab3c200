#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanterne::web {

/// Names a message of a race's stream, in every web-api process alike: the ingest gives it.
struct FrameId {
    std::uint32_t epoch = 0; ///< names one life of the numbering; never ordered
    std::uint64_t sequence = 0;

    bool operator==(const FrameId&) const = default;
};

/// "epoch.sequence".
std::string id_text(FrameId id);
std::optional<FrameId> parse_frame_id(std::string_view text);

} // namespace lanterne::web
