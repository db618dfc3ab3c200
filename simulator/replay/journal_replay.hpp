#pragma once

#include <string>

#include "simulator/replay/replay_source.hpp"

namespace lanterne::simulator {

/// The journals of units: a folder with the files of one card, or with such a folder for each unit.
/// A unit is called as its journal says, else as its folder when that is a serial. Memory: some
/// hundred fixes a unit.
ReplaySources open_journals(const std::string& folder);

/// Whether there is a journal in that folder itself.
bool is_journal(const std::string& folder);

} // namespace lanterne::simulator
