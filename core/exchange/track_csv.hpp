#pragma once

#include <string>

#include "core/exchange/recorded_track.hpp"

namespace lanterne::exchange {

/// Every field of every fix of a track, scored or not, a line each, as RFC 4180 has it; the header
/// names the units. What is not known is empty. No text of a person begins a formula in a
/// spreadsheet: an apostrophe stands before it then.
std::string track_csv_header();
std::string track_csv_lines(const RecordedTrack& track);

} // namespace lanterne::exchange
