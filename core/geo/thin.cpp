#include "core/geo/thin.hpp"

#include <algorithm>
#include <queue>
#include <set>

#include "core/geo/piece.hpp"

namespace lanterne::geo {

namespace {

constexpr double least_off_m = 0.001;

/// A straight piece between two points that stay, and the point between them that is farthest off.
struct Piece {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t farthest = 0;
    double off_m = 0;

    /// The queue's top is the greatest.
    bool operator<(const Piece& other) const {
        return off_m != other.off_m ? off_m < other.off_m : first > other.first;
    }
};

Piece piece_between(std::span<const PlanePoint> line, std::size_t first, std::size_t last) {
    Piece piece{.first = first, .last = last, .farthest = first, .off_m = 0};
    for (std::size_t i = first + 1; i < last; ++i) {
        const double off_m = distance_to_piece(line[i], line[first], line[last]);
        if (off_m > piece.off_m) {
            piece.off_m = off_m;
            piece.farthest = i;
        }
    }
    return piece;
}

} // namespace

std::vector<std::size_t> thinned(std::span<const PlanePoint> line,
                                 std::span<const std::size_t> kept, std::size_t most) {
    if (line.empty()) {
        return {};
    }
    std::set<std::size_t> stays{kept.begin(), kept.end()};
    stays.insert({0, line.size() - 1});
    std::priority_queue<Piece> pieces;
    for (auto next = std::next(stays.begin()); next != stays.end(); ++next) {
        pieces.push(piece_between(line, *std::prev(next), *next));
    }
    while (stays.size() < most && !pieces.empty() && pieces.top().off_m > least_off_m) {
        const Piece widest = pieces.top();
        pieces.pop();
        stays.insert(widest.farthest);
        pieces.push(piece_between(line, widest.first, widest.farthest));
        pieces.push(piece_between(line, widest.farthest, widest.last));
    }
    return {stays.begin(), stays.end()};
}

} // namespace lanterne::geo
