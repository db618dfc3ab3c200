#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/fix.hpp"

namespace lanterne::bench {

/// What gpsd said of an epoch besides time and place.
struct Quality {
    std::uint16_t accuracy_dm = 0;
    std::uint8_t satellites = 0;
    std::uint8_t mode = 0;
};

/// A real receiver's epochs, one after the other.
struct RecordedReceiver {
    std::string name;
    std::vector<Quality> epochs;
};

/// Of every recording in the folder (*.log.chk: what gpsd says of it, a JSON object a line) that
/// has at least 20 epochs with a position and an accuracy. Of an epoch that gpsd told several times
/// the last word counts, as in the firmware. Sorted by name; none when there is no such folder.
std::vector<RecordedReceiver> recorded_receivers(const std::filesystem::path& folder);

/// The track as this receiver would have graded it: its recording again and again.
std::vector<Fix> graded(std::vector<Fix> track, const RecordedReceiver& receiver);

} // namespace lanterne::bench
