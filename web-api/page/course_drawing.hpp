#pragma once

#include <string>
#include <vector>

#include "core/course/course.hpp"

namespace lanterne::web::page {

/// How a place on the ground becomes a place in the drawing: x = (lon - lon0) * kx, y = (lat0 -
/// lat) * ky, in degrees and units of the view box. The browser moves its dots by the same four
/// numbers.
struct View {
    double lon0;
    double lat0;
    double kx;
    double ky;
    double width;
    double height;
};

struct DrawnLeg {
    std::string path; ///< an SVG path
    std::string sport;
    std::string name;
};

/// A gate with the names of its timing points.
struct DrawnGate {
    double x;
    double y;
    double label_y; ///< of the label's middle; labels that would overlap stand apart
    std::string label;
    bool label_left; ///< the label stands on the left, so that it does not leave the drawing
};

/// The courses of a race as they are drawn: equirectangular about their middle, north up, a margin
/// on every side.
struct CourseDrawing {
    View view;
    std::vector<DrawnLeg> legs;
    std::vector<DrawnGate> gates;
};

/// At least one course. Legs and gates that several have are drawn once.
CourseDrawing draw(const std::vector<const course::Course*>& courses);

} // namespace lanterne::web::page
