#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/exchange/gpx.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::simulator {

/// A recording as a receiver would have said it: time, position and height of every point of every
/// track, in the order of the file. Speed, course and accuracy are not in a GPX file, so they stay
/// unsaid. A point without time, or none at all, or a time that goes back: a sentence with the
/// point's line.
Result<std::vector<hal::GnssReading>, std::string> readings_of(const exchange::Gpx& gpx);

} // namespace lanterne::simulator
