#pragma once

#include "web-api/spectator/frame_writer.hpp"
#include "web-api/spectator/spectator_view.hpp"

namespace lanterne::web {

/// The section "motion" of FORMAT.md: a byte for who went on along the course as most did.
void write_motion(FrameWriter& out, const SpectatorView& before, const SpectatorView& now);

} // namespace lanterne::web
