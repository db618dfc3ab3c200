#include "bench/report/shares.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace lanterne::bench {

double at_share(std::vector<double> values, double share) {
    if (values.empty()) {
        throw std::invalid_argument{"nothing was measured"};
    }
    const auto count = static_cast<double>(values.size());
    const double rank = std::clamp(std::ceil(share * count), 1.0, count);
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
    std::ranges::nth_element(values, place);
    return *place;
}

} // namespace lanterne::bench
