#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lanterne::bench {

/// A line of the table.
struct Row {
    std::string key;                ///< of its key=value line, unit last: match_fix_us
    std::string what;               ///< for people
    std::optional<double> measured; ///< none: nothing to measure in this run
    std::string unit;
    std::optional<double> least; ///< the goal: not less than this
    std::optional<double> most;  ///< and not more than this; neither: said for comparison only
    std::string note;            ///< of how many, and what else is worth knowing
};

/// What a run is to do.
struct Options {
    int athletes = 10'000; ///< of the row that counts wrong ones; other rows scale with it
    std::uint64_t seed = 1;
    std::vector<std::string> shapes; ///< these alone; none: all
    bool list_wrong = false;         ///< a line for each thing wrong
    unsigned threads = 2;
};

} // namespace lanterne::bench
