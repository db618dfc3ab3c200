#pragma once

#include <vector>

#include "core/base/ids.hpp"
#include "hal/storage.hpp"
#include "simulator/truth/true_result.hpp"

namespace lanterne::simulator {

/// What a unit's card says that it numbered, by epoch in the order of writing: read from its
/// journal and its cursor, as a technician would who has the card. Nothing of the card is changed.
std::vector<UnitTally> tallies(hal::Storage& card, const UnitSerial& unit);

} // namespace lanterne::simulator
