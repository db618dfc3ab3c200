#pragma once

#include <vector>

#include "tests/architecture/house.hpp"
#include "tests/architecture/source.hpp"

namespace lanterne::architecture {

// Each rule looks at one thing and says every place that breaks it. None reads a file.

/// What CMake declares stays within the design's table, and no folders use each other in a circle.
std::vector<Finding> edges_outside_the_design(const House& house);

/// Every file includes only what its folder declares; main.cpp what its program declares besides.
std::vector<Finding> includes_outside_the_house(const House& house, const Sources& sources);

/// Every header of ours that is included is there, under its full path from the root.
std::vector<Finding> includes_of_nothing(const Sources& sources);

/// core: no foreign header but its own few, no header that reaches outside, no word that does.
std::vector<Finding> impurities(const House& house, const Sources& sources);

/// A library's header appears in its one place, in a bounded number of files.
std::vector<Finding> headers_out_of_place(const Sources& sources);

/// Headers guard themselves once, say no "using namespace", and come first in their own source.
std::vector<Finding> untidy_headers(const Sources& sources);

std::vector<Finding> overlong_files(const Sources& sources);

/// What CMake looks for is in the front door's package list.
std::vector<Finding> libraries_without_package(const Sources& sources);

/// README shows the two commands.
std::vector<Finding> missing_commands(const Sources& sources);

} // namespace lanterne::architecture
