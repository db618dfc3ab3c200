#pragma once

#include <cstdint>
#include <vector>

#include "tests/support/truth/sample.hpp"

namespace lanterne::bench {

/// How a passage came about, the first that holds.
enum class Stratum : std::uint8_t { gap, stop, burst, open };

/// Tells an athlete's passages apart. What it is made of outlives it.
class Strata {
public:
    Strata(const truth::Sample& sample, UtcTime gun, const simulator::Conditions& conditions);

    Stratum at(UtcTime time) const;

    /// Seconds from the fix before that time to the one behind it; 0 outside the fixes.
    double gap_at(UtcTime time) const;

private:
    const truth::Sample& sample_;
    UtcTime gun_;
    const simulator::Conditions& conditions_;
    std::vector<simulator::Stood> stops_;
};

} // namespace lanterne::bench
