#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "web-api/spectator/spectator_frame.hpp"

namespace lanterne::web {

/// A spectator who reads the messages of web-api/spectator/FORMAT.md one behind the other, as the
/// page does. Throws std::runtime_error where the bytes are not what it says.
class SpectatorReader {
public:
    /// False, and nothing changed, for a delta to another message than the last one.
    bool read(std::string_view bytes);

    /// Speeds are those of the last keyframe.
    const SpectatorView& view() const { return view_; }

    /// Of the last message.
    const std::vector<wire::LiveEvent>& events() const { return events_; }

private:
    SpectatorView view_;
    std::vector<wire::LiveEvent> events_;
};

} // namespace lanterne::web
