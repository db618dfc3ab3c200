#pragma once

#include <random>

#include "web-api/spectator/spectator_view.hpp"

namespace lanterne::web::samples {

/// A small race of three in its tenth second: one leads, one is off the course, one waits.
SpectatorSource three();

/// A second later: the leader passed the first timing point, and the one who waited gave up.
SpectatorSource three_a_second_later();
std::vector<wire::LiveEvent> what_happened();

/// Of so many entries, whatever is possible.
SpectatorSource any_source(std::mt19937& random, std::size_t entries);
/// The same entries a second later: most went on, some did whatever is possible.
SpectatorSource any_next(std::mt19937& random, const SpectatorSource& before);

} // namespace lanterne::web::samples
