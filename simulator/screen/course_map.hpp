#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/geo/plane.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/screen/picture.hpp"

namespace lanterne::simulator {

/// Something on the ground.
struct MapDot {
    Position position{Latitude{0}, Longitude{0}};
    Ink ink = Ink::athlete;
    char32_t mark = 0; ///< drawn over the whole cell; 0: a dot
};

/// The lines of all courses of a race, north up, as dots of braille: 2 x 4 to a cell.
class CourseMap {
public:
    explicit CourseMap(const plan::RacePlan& plan);

    /// Later dots hide earlier ones; those beside the picture are left out.
    void draw(Picture& picture, Box box, std::span<const MapDot> dots);

private:
    struct Line {
        std::vector<geo::PlanePoint> points;
        Ink ink = Ink::course;
    };

    struct DotCell {
        std::uint8_t dots = 0; ///< as braille counts them
        Ink ink = Ink::course;
    };

    struct Dot {
        std::size_t row;
        std::size_t column;
    };

    void fit(Size cells);
    std::optional<Dot> dot_of(geo::PlanePoint at) const;
    std::size_t cell_of(Dot dot) const;
    void draw_line(const Line& line);
    void draw_dot(std::vector<DotCell>& cells, geo::PlanePoint at, Ink ink) const;

    geo::LocalPlane plane_;
    std::vector<Line> lines_;
    geo::PlanePoint least_;
    geo::PlanePoint most_;
    Size fitted_; ///< cells
    double metres_per_dot_ = 1;
    geo::PlanePoint corner_;      ///< north-west, of the fitted picture
    std::vector<DotCell> course_; ///< the lines alone, as fitted
};

} // namespace lanterne::simulator
