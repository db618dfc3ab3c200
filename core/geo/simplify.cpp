#include "core/geo/simplify.hpp"

#include <algorithm>
#include <utility>

#include "core/geo/piece.hpp"

namespace lanterne::geo {

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
