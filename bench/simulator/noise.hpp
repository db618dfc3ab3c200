#pragma once

#include <filesystem>
#include <vector>

#include "bench/report/row.hpp"

namespace lanterne::bench {

struct NoiseOptions {
    std::filesystem::path recordings; ///< the folder with gpx/ and gpsd/ of real recordings
    std::filesystem::path pictures;   ///< the folder for the pictures
};

/// How far the simulated receivers scatter about a line, and in waves of what length, as parts of
/// what real receivers do; a picture of each. A recording that is not there is not measured.
std::vector<Row> noise(const NoiseOptions& options);

} // namespace lanterne::bench
