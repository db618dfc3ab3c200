#pragma once

#include "core/base/fix.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::simulator {

/// A fix as a receiver would have said it: given to the sampler it becomes the same fix.
hal::GnssReading reading_of(const Fix& fix);

} // namespace lanterne::simulator
