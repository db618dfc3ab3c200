#pragma once

#include <span>
#include <string>

#include "web-api/spectator/spectator_view.hpp"

namespace lanterne::web {

enum class SpectatorKind : unsigned char { keyframe = 1, delta = 2 };

/// All of a race in the bytes of FORMAT.md.
std::string keyframe_bytes(const SpectatorView& view);

/// What changed from one view to the next, which has the same entries, and the events in between:
/// those up to now.last_event, by number, as many as are at hand. An event of an entry that the
/// view does not have is left out together with all before it: whoever counts asks for them.
std::string delta_bytes(const SpectatorView& before, const SpectatorView& now,
                        std::span<const wire::LiveEvent> events);

} // namespace lanterne::web
