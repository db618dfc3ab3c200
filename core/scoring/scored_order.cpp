#include "core/scoring/scored_order.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <tuple>

namespace lanterne::scoring {
namespace {

// A total order of fixes by content: earlier first; of equal times the better first.
auto order_of(const Fix& fix) {
    return std::tuple{fix.time,
                      fix.accuracy_dm.value_or(std::numeric_limits<std::uint16_t>::max()),
                      fix.position.latitude,
                      fix.position.longitude,
                      fix.speed_dmps,
                      fix.course_2deg,
                      fix.altitude_dm,
                      fix.satellites,
                      fix.mode};
}

} // namespace

bool is_scored_before(const Fix& a, const Fix& b) {
    return a.time != b.time ? a.time < b.time : order_of(a) < order_of(b);
}

void sort_as_scored(std::vector<Fix>& fixes) {
    if (!std::ranges::is_sorted(fixes, is_scored_before)) {
        std::ranges::sort(fixes, is_scored_before);
    }
}

} // namespace lanterne::scoring
