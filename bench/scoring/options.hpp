#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What a run is to do.
struct Options {
    int athletes = 10'000; ///< of the row that counts wrong ones; other rows scale with it
    std::uint64_t seed = 1;
    std::vector<std::string> shapes; ///< these alone; none: all
    bool list_wrong = false;         ///< a line for each thing wrong
    unsigned threads = 2;
};

} // namespace lanterne::bench
