#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ingest-server/arrival.hpp"

namespace lanterne::ingest {

/// The indexes of batches that have no number in common with another one among them: all that may
/// be new as a whole.
std::vector<std::size_t> whole_batches(std::span<const Arrival> arrivals);

} // namespace lanterne::ingest
