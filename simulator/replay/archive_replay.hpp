#pragma once

#include <string>

#include "simulator/replay/replay_source.hpp"

namespace lanterne::simulator {

/// The units of an archived race: a folder with the files of the archive (docs/simulator.md says
/// how they come out of the database), of which chunks/UNIT is read. Memory: one batch a unit.
ReplaySources open_archive(const std::string& folder);

bool is_archive(const std::string& folder);

} // namespace lanterne::simulator
