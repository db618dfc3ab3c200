#pragma once

#include <optional>
#include <string>

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

} // namespace lanterne::bench
