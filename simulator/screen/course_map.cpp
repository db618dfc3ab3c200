#include "simulator/screen/course_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lanterne::simulator {
namespace {

constexpr std::size_t dots_across = 2; // of a cell
constexpr std::size_t dots_down = 4;
constexpr char32_t braille_blank = 0x2800;
constexpr double margin = 1.04; // athletes get lost and stand aside

/// Bits of a braille cell, by row and column.
constexpr std::array<std::array<std::uint8_t, dots_across>, dots_down> bits{
    {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}};

} // namespace

CourseMap::CourseMap(const plan::RacePlan& plan)
    : plane_{plan.course.legs().front().line.points().front()} {
    for (const course::Course* course : plan::courses_of(plan)) {
        for (const course::Leg& leg : course->legs()) {
            Line line{.points = {},
                      .ink = leg.sport == course::Sport::swim ? Ink::water : Ink::course};
            for (const Position point : leg.line.points()) {
                const geo::PlanePoint at = plane_.to_plane(point);
                line.points.push_back(at);
                least_ = {std::min(least_.east, at.east), std::min(least_.north, at.north)};
                most_ = {std::max(most_.east, at.east), std::max(most_.north, at.north)};
            }
            lines_.push_back(std::move(line));
        }
    }
}

void CourseMap::fit(Size cells) {
    if (fitted_ == cells) {
        return;
    }
    fitted_ = cells;
    course_.assign(cells.rows * cells.columns, {});
    const geo::PlanePoint span = most_ - least_;
    metres_per_dot_ =
        margin * std::max({span.east / static_cast<double>(cells.columns * dots_across),
                           span.north / static_cast<double>(cells.rows * dots_down), 0.1});
    const geo::PlanePoint middle = (least_ + most_) * 0.5;
    const geo::PlanePoint half{static_cast<double>(cells.columns * dots_across),
                               -static_cast<double>(cells.rows * dots_down)};
    corner_ = middle - half * (metres_per_dot_ / 2);
    for (const Line& line : lines_) {
        draw_line(line);
    }
}

void CourseMap::draw_line(const Line& line) {
    for (std::size_t index = 1; index < line.points.size(); ++index) {
        const geo::PlanePoint from = line.points[index - 1];
        const geo::PlanePoint way = line.points[index] - from;
        const auto steps = static_cast<int>(std::ceil(geo::length(way) / metres_per_dot_)) + 1;
        for (int step = 0; step <= steps; ++step) {
            draw_dot(course_, from + way * (static_cast<double>(step) / steps), line.ink);
        }
    }
}

std::optional<CourseMap::Dot> CourseMap::dot_of(geo::PlanePoint at) const {
    const double right = std::floor((at.east - corner_.east) / metres_per_dot_);
    const double down = std::floor((corner_.north - at.north) / metres_per_dot_);
    const bool is_inside = right >= 0 &&
                           right < static_cast<double>(fitted_.columns * dots_across) &&
                           down >= 0 && down < static_cast<double>(fitted_.rows * dots_down);
    if (!is_inside) {
        return std::nullopt;
    }
    return Dot{static_cast<std::size_t>(down), static_cast<std::size_t>(right)};
}

std::size_t CourseMap::cell_of(Dot dot) const {
    return dot.row / dots_down * fitted_.columns + dot.column / dots_across;
}

void CourseMap::draw_dot(std::vector<DotCell>& cells, geo::PlanePoint at, Ink ink) const {
    if (const auto dot = dot_of(at)) {
        DotCell& cell = cells[cell_of(*dot)];
        cell.dots |= bits[dot->row % dots_down][dot->column % dots_across];
        cell.ink = ink;
    }
}

void CourseMap::draw(Picture& picture, Box box, std::span<const MapDot> dots) {
    if (box.size.rows == 0 || box.size.columns == 0) {
        return;
    }
    fit(box.size);
    std::vector<DotCell> cells = course_;
    for (const MapDot& dot : dots) {
        draw_dot(cells, plane_.to_plane(dot.position), dot.ink);
    }
    const auto place = [&](std::size_t index) {
        return Place{box.at.row + index / fitted_.columns, box.at.column + index % fitted_.columns};
    };
    for (std::size_t index = 0; index < cells.size(); ++index) {
        if (cells[index].dots != 0) {
            picture.set(place(index),
                        {.glyph = braille_blank + cells[index].dots, .ink = cells[index].ink});
        }
    }
    for (const MapDot& dot : dots) {
        const auto at = dot.mark == 0 ? std::nullopt : dot_of(plane_.to_plane(dot.position));
        if (at) {
            picture.set(place(cell_of(*at)), {.glyph = dot.mark, .ink = dot.ink});
        }
    }
}

} // namespace lanterne::simulator
