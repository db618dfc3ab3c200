#include "simulator/athletes/race_ending.hpp"

#include <algorithm>
#include <tuple>

namespace lanterne::simulator {

RaceEnding::RaceEnding(const plan::RaceEnd& end, const course::Course& course, UtcTime gun)
    : end_{end}, gun_{gun} {
    for (std::size_t i = 0; i < course.points().size(); ++i) {
        const course::TimingPoint& point = course.points()[i];
        if (point.id == end.line || point.kind == course::PointKind::finish) {
            line_.push_back(i);
        }
    }
}

void RaceEnding::note(std::size_t entry, const TruePassage& passage) {
    const auto found = std::ranges::find(line_, passage.point);
    if (found != line_.end()) {
        const auto before = static_cast<std::size_t>(found - line_.begin());
        passes_.push_back({.entry = entry, .passage = passage, .lap = before + 1});
    }
}

std::vector<RaceEnding::Flagged> RaceEnding::settle() {
    std::ranges::sort(passes_, {}, [](const LinePass& pass) {
        return std::tuple{pass.passage.time, pass.entry};
    });
    std::vector<Flagged> flagged;
    for (const LinePass& pass : passes_) {
        if (pass.lap > first_.size()) {
            first_.resize(pass.lap, pass.passage.time);
        }
        if (is_over(pass.passage.time)) {
            flagged.push_back({.entry = pass.entry, .at = pass.passage});
        } else if (is_lapped(pass)) {
            flagged.push_back({.entry = pass.entry, .at = pass.passage, .is_pulled = true});
        }
    }
    passes_.clear();
    return flagged;
}

// Of the leader; more than were gone yet: that is not known.
std::size_t RaceEnding::laps_to_go() const {
    switch (end_.by) {
    case plan::EndBy::laps: return end_.laps;
    case plan::EndBy::leader: return line_.size();
    case plan::EndBy::time: {
        const auto over = std::ranges::lower_bound(first_, gun_ + end_.minutes);
        return static_cast<std::size_t>(over - first_.begin()) + 1 + end_.laps;
    }
    case plan::EndBy::all: break;
    }
    return 0;
}

bool RaceEnding::is_over(UtcTime time) const {
    const std::size_t laps = laps_to_go();
    return laps != 0 && laps <= first_.size() && time >= first_[laps - 1];
}

// The leader has gone a lap more already.
bool RaceEnding::is_lapped(const LinePass& pass) const {
    return end_.lapped == plan::Lapped::pulled && pass.lap < first_.size() &&
           first_[pass.lap] < pass.passage.time;
}

} // namespace lanterne::simulator
