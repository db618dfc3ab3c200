#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/wire/live.hpp"
#include "web-api/races/race_store.hpp"
#include "web-api/spectator/frame_id.hpp"

namespace lanterne::web {

enum class MessageType { keyframe, delta };

/// One message of the live socket, as `?format=json` has it.
struct LiveMessage {
    MessageType type = MessageType::keyframe;
    FrameId id;
    UtcTime race_time;
    RaceState state = RaceState::before;
    std::uint64_t last_event = 0; ///< number of the race's newest
    const std::vector<wire::LiveEntry>& entries;
    const std::vector<wire::LivePassage>& passages;
    const std::vector<wire::LiveForecast>& forecasts;
    const std::vector<wire::LiveGrade>& grades;
    std::span<const wire::LiveEvent> events; ///< up to that number
};

std::string live_json(const LiveMessage& message);

} // namespace lanterne::web
