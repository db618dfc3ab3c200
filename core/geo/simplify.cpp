#include "core/geo/simplify.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::geo {
namespace {

/// To the piece from a to b, not to the endless straight: a way out and back must not collapse.
double distance_to_piece(PlanePoint point, PlanePoint a, PlanePoint b) {
    const PlanePoint piece = b - a;
    const double squared = dot(piece, piece);
    const double share = squared > 0 ? std::clamp(dot(point - a, piece) / squared, 0.0, 1.0) : 0;
    return length(point - (a + piece * share));
}

} // namespace

std::vector<std::size_t> simplified(std::span<const PlanePoint> line, Metres tolerance) {
    std::vector<bool> stays(line.size(), false);
    std::vector<std::pair<std::size_t, std::size_t>> open;
    if (!line.empty()) {
        stays.front() = stays.back() = true;
        open.emplace_back(0, line.size() - 1);
    }
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        double greatest = tolerance.value;
        std::size_t farthest = first;
        for (std::size_t i = first + 1; i < last; ++i) {
            const double away = distance_to_piece(line[i], line[first], line[last]);
            if (away > greatest) {
                greatest = away;
                farthest = i;
            }
        }
        if (farthest != first) {
            stays[farthest] = true;
            open.emplace_back(first, farthest);
            open.emplace_back(farthest, last);
        }
    }
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (stays[i]) {
            kept.push_back(i);
        }
    }
    return kept;
}

} // namespace lanterne::geo
