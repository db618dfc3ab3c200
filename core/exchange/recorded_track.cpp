#include "core/exchange/recorded_track.hpp"

#include <cstdlib>

namespace lanterne::exchange {

namespace {

bool is_cut_between(const Fix& one, const Fix& next) {
    const std::int64_t east = std::int64_t{next.position.longitude.e6} - one.position.longitude.e6;
    return next.time - one.time > max_gap || std::abs(east) > 180'000'000;
}

} // namespace

std::vector<std::vector<const RecordedFix*>> pieces_of(const RecordedTrack& track) {
    std::vector<std::vector<const RecordedFix*>> pieces;
    for (const RecordedFix& fix : track.fixes) {
        if (!fix.scored) {
            continue;
        }
        if (pieces.empty() ||
            (pieces.back().size() > 1 && is_cut_between(pieces.back().back()->fix, fix.fix))) {
            pieces.emplace_back();
        }
        pieces.back().push_back(&fix);
    }
    if (pieces.size() > 1 && pieces.back().size() == 1) {
        const RecordedFix* alone = pieces.back().front();
        pieces.pop_back();
        pieces.back().push_back(alone);
    }
    return pieces;
}

std::string_view to_text(FixMode mode) {
    switch (mode) {
    case FixMode::none: return "none";
    case FixMode::fix_2d: return "2d";
    case FixMode::fix_3d: return "3d";
    case FixMode::unknown: break;
    }
    return "";
}

} // namespace lanterne::exchange
