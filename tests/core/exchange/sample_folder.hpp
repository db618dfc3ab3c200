#pragma once

#include <string>
#include <string_view>

#include "core/exchange/race_folder.hpp"

namespace lanterne::exchange {

/// The race folders that lie in the repository, ready to copy.
FolderFiles harbour_sprint();
FolderFiles market_square();

/// A small folder that is right: a run of two laps out and back along a straight road of 500 m,
/// one wave, two entries.
FolderFiles small_folder();

/// The text of that file with one piece of it replaced; fails the test when the piece is not there
/// exactly once.
FolderFiles with(FolderFiles files, const std::string& name, std::string_view piece,
                 std::string_view by);

/// All faults, a line each; "right" when there are none.
std::string faults_of(const FolderFiles& files);

} // namespace lanterne::exchange
