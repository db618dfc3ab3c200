#include "tests/core/course/checks/drawn_line.hpp"

#include <map>

namespace lanterne::course {
namespace {

const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Small letters before the great.
int order_of(char c) { return c >= 'a' ? c - 'a' : 26 + c - 'A'; }

} // namespace

Position place_of(geo::PlanePoint place) { return ground.to_position(place); }

geo::Polyline line_of(const std::vector<geo::PlanePoint>& corners) {
    std::vector<Position> points;
    for (const geo::PlanePoint corner : corners) {
        points.push_back(place_of(corner));
    }
    return geo::Polyline{points};
}

geo::Polyline draw_line(double metres, const std::vector<std::string_view>& rows) {
    std::map<int, geo::PlanePoint> corners;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            if (is_letter(rows[row][column])) {
                corners[order_of(rows[row][column])] = {static_cast<double>(column) * metres,
                                                        static_cast<double>(rows.size() - 1 - row) *
                                                            metres};
            }
        }
    }
    std::vector<geo::PlanePoint> line;
    for (const auto& [order, corner] : corners) {
        line.push_back(corner);
    }
    return line_of(line);
}

Course course_of(geo::Polyline line, std::uint32_t laps, Sport sport) {
    return {{{.id = "leg", .name = "Leg", .sport = sport, .line = std::move(line), .laps = laps}},
            {},
            {}};
}

} // namespace lanterne::course
