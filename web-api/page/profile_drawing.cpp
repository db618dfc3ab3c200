#include "web-api/page/profile_drawing.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::web::page {

namespace {

constexpr int steps = 300;             // points of the path: as many as a screen shows
constexpr double margin = 14;          // above the highest and below the lowest point
constexpr double least_range_m = 40.0; // a flat course must not look like mountains

/// Heights at equal steps along the course; where one is not known the last known one goes on.
std::vector<double> heights_of(const course::Course& course) {
    std::vector<double> heights;
    std::optional<double> last;
    for (int step = 0; step <= steps; ++step) {
        const auto height = course.height_at(Metres{course.length().value * step / steps});
        last = height ? height : last;
        heights.push_back(last.value_or(0));
    }
    return heights;
}

bool has_heights(const course::Course& course) {
    return std::ranges::any_of(course.legs(),
                               [](const auto& leg) { return leg.elevation.has_value(); });
}

} // namespace

std::optional<ProfileDrawing> draw_profile(const course::Course& course) {
    if (!has_heights(course) || course.length().value <= 0) {
        return std::nullopt;
    }
    const std::vector<double> heights = heights_of(course);
    const auto [low, high] = std::ranges::minmax(heights);
    ProfileDrawing drawing{.path = {}, .legs = {}, .lowest_m = low, .highest_m = high};
    const double scale =
        (ProfileDrawing::height - 2 * margin) / std::max(high - low, least_range_m);
    drawing.path = fmt::format("M0 {:.0f}", ProfileDrawing::height);
    for (std::size_t i = 0; i < heights.size(); ++i) {
        const double x = ProfileDrawing::width * static_cast<double>(i) / steps;
        const double y = ProfileDrawing::height - margin - (heights[i] - low) * scale;
        drawing.path += fmt::format("L{:.1f} {:.1f}", x, y);
    }
    drawing.path += fmt::format("L{:.0f} {:.0f}Z", ProfileDrawing::width, ProfileDrawing::height);
    const double per_metre = ProfileDrawing::width / course.length().value;
    for (const course::Leg& leg : course.legs()) {
        drawing.legs.push_back({.x = leg.begin.value * per_metre,
                                .name = leg.name,
                                .sport = std::string{course::to_text(leg.sport)},
                                .width = (leg.end.value - leg.begin.value) * per_metre});
    }
    return drawing;
}

} // namespace lanterne::web::page
