#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/course/course.hpp"

namespace lanterne::web::page {

/// The heights along a course as an SVG: `width` by `height` units, the lowest point near the
/// bottom.
struct ProfileDrawing {
    struct Leg {
        double x; ///< where it begins
        std::string name;
        std::string sport;
        double width;
    };

    static constexpr double width = 1000;
    static constexpr double height = 130;

    std::string path; ///< a closed one, down to the bottom
    std::vector<Leg> legs;
    double lowest_m = 0;
    double highest_m = 0;
};

/// Nothing where no height is known.
std::optional<ProfileDrawing> draw_profile(const course::Course& course);

} // namespace lanterne::web::page
