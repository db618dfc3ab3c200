#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "simulator/truth/true_result.hpp"

namespace lanterne::simulator::judge {

/// What became of athletes, truly and as said.
struct OutcomeVerdict {
    std::map<std::pair<TrueOutcome, std::string>, std::uint64_t> counts; ///< by status as said
    std::uint64_t athletes = 0;
    std::uint64_t wrong = 0;  ///< finished said of who has not, not said of who has; or racing of
                              ///< who has not started
    std::uint64_t unsaid = 0; ///< gave up, and is still said to be on the way: a person must say it
    std::vector<std::string> examples;

    void add(const std::string& bib, TrueOutcome truth, const std::string& status);
};

} // namespace lanterne::simulator::judge
