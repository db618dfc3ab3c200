#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/wire/live.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::web {

/// Where a stream stands: one life of the ingest, and the number of a frame in it. Both 0 while no
/// frame has come.
struct FrameId {
    std::uint32_t epoch = 0;
    std::uint64_t sequence = 0;

    bool operator==(const FrameId&) const = default;
};

/// "<epoch>.<sequence>", and back; nothing for anything else.
std::string id_text(FrameId id);
std::optional<FrameId> parse_frame_id(std::string_view text);

enum class MessageType { keyframe, delta };

/// One message of the live socket, as `?format=json` has it.
struct LiveMessage {
    MessageType type = MessageType::keyframe;
    FrameId id;
    UtcTime race_time;
    RaceState state = RaceState::before;
    const std::vector<wire::LiveEntry>& entries;
    const std::vector<wire::LivePassage>& passages;
    const std::vector<wire::LiveForecast>& forecasts;
    const std::vector<wire::LiveGrade>& grades;
};

std::string live_json(const LiveMessage& message);

} // namespace lanterne::web
