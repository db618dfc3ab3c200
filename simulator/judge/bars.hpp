#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace lanterne::simulator::judge {

/// Values counted in bars of one width from `from` to `to`; what lies outside counts in the
/// outermost.
struct Bars {
    Bars(double begin, double end, std::size_t number) : from{begin}, to{end}, counts(number) {}

    void add(double value) {
        const double place = std::floor((value - from) / width());
        const double last = static_cast<double>(counts.size()) - 1;
        ++counts[static_cast<std::size_t>(std::clamp(place, 0.0, last))];
    }

    double width() const { return (to - from) / static_cast<double>(counts.size()); }

    double from;
    double to;
    std::vector<std::uint64_t> counts;
};

} // namespace lanterne::simulator::judge
