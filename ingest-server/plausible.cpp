#include "ingest-server/plausible.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lanterne::ingest {

namespace {

constexpr double earth_radius_m = 6'371'008.8;

/// Great-circle distance by the haversine formula: right at any distance, which is what matters
/// for a fix that is on another continent.
double distance_m(Position a, Position b) {
    const auto radians = [](std::int32_t e6) { return e6 * 1e-6 * std::numbers::pi / 180; };
    const double lat_a = radians(a.latitude.e6);
    const double lat_b = radians(b.latitude.e6);
    const double sin_lat = std::sin((lat_b - lat_a) / 2);
    const double sin_lon = std::sin((radians(b.longitude.e6) - radians(a.longitude.e6)) / 2);
    const double h = sin_lat * sin_lat + std::cos(lat_a) * std::cos(lat_b) * sin_lon * sin_lon;
    return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(h)));
}

bool can_follow(const Fix& earlier, const Fix& later) {
    const double seconds =
        std::abs(static_cast<double>(to_ms(later.time) - to_ms(earlier.time))) / 1000;
    return distance_m(earlier.position, later.position) <= jump_slack_m + max_speed_mps * seconds;
}

} // namespace

bool PlausibleTrack::accept(const Fix& fix) {
    if (believed_ && !can_follow(*believed_, fix)) {
        doubted_in_a_row_ = doubted_ && can_follow(*doubted_, fix) ? doubted_in_a_row_ + 1 : 1;
        doubted_ = fix;
        if (doubted_in_a_row_ < fixes_to_believe_a_jump) {
            return false;
        }
    }
    believed_ = fix;
    doubted_.reset();
    doubted_in_a_row_ = 0;
    return true;
}

std::vector<std::int16_t> implausible_fixes(std::span<const Fix> fixes, UtcTime now) {
    std::vector<std::int16_t> marks;
    PlausibleTrack track;
    for (std::size_t i = 0; i < fixes.size(); ++i) {
        if (!is_plausible_time(fixes[i].time, now) || !track.accept(fixes[i])) {
            marks.push_back(static_cast<std::int16_t>(i));
        }
    }
    return marks;
}

} // namespace lanterne::ingest
