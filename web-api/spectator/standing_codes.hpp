#pragma once

#include "web-api/spectator/frame_writer.hpp"
#include "web-api/spectator/spectator_view.hpp"

namespace lanterne::web {

/// A gap as one number: whole seconds are even, milliseconds odd.
std::int64_t gap_number(std::int64_t gap_ms);

/// The sections "places" and "standings" of FORMAT.md: two bytes for who gained or lost a little, a
/// row for what else changed in how entries stand.
void write_standings(FrameWriter& out, const SpectatorView& before, const SpectatorView& now);

} // namespace lanterne::web
