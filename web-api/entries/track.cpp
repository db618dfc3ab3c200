#include "web-api/entries/track.hpp"

#include <optional>
#include <utility>

#include "core/exchange/recorded_track.hpp"
#include "core/geo/thin.hpp"

namespace lanterne::web {

namespace {

using Pieces = std::vector<std::vector<const exchange::RecordedFix*>>;

/// Cut as files of tracks are: whose fixes these are does not matter to that.
exchange::RecordedTrack recorded(const ShownTrack& track, std::vector<Fix> fixes) {
    const UnitSerial any = *UnitSerial::from("anyone");
    exchange::RecordedTrack whole{.bib = track.bib, .name = track.name, .fixes = {}};
    whole.fixes.reserve(fixes.size());
    for (const Fix& fix : fixes) {
        whole.fixes.push_back({.fix = fix, .unit = any, .scored = true});
    }
    return whole;
}

struct Line {
    std::vector<geo::PlanePoint> points;
    std::vector<std::size_t> ends; ///< of the pieces
};

Line line_of(const Pieces& pieces) {
    Line line;
    const geo::LocalPlane plane{pieces.front().front()->fix.position};
    for (const auto& piece : pieces) {
        line.ends.push_back(line.points.size());
        for (const auto* fix : piece) {
            line.points.push_back(plane.to_plane(fix->fix.position));
        }
        if (piece.size() > 1) {
            line.ends.push_back(line.points.size() - 1);
        }
    }
    return line;
}

} // namespace

void put_fixes(ShownTrack& track, std::vector<Fix> fixes, std::size_t most) {
    track.fixes = fixes.size();
    track.pieces.clear();
    const exchange::RecordedTrack whole = recorded(track, std::move(fixes));
    const Pieces pieces = exchange::pieces_of(whole);
    if (pieces.empty()) {
        return;
    }
    const Line line = line_of(pieces);
    const std::vector<std::size_t> stay = geo::thinned(line.points, line.ends, most);
    auto next = stay.begin();
    std::size_t index = 0;
    for (const auto& piece : pieces) {
        auto& kept = track.pieces.emplace_back();
        for (const auto* fix : piece) {
            if (next != stay.end() && *next == index) {
                kept.push_back(fix->fix);
                ++next;
            }
            ++index;
        }
    }
}

} // namespace lanterne::web
