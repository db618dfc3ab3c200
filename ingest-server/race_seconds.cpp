#include "ingest-server/race_seconds.hpp"

#include <algorithm>

namespace lanterne::ingest {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Of a few races that follow each other, no two moments come close: multiples of the golden ratio
/// (D. Knuth, The Art of Computer Programming, volume 3, section 6.4, theorem S). To a millisecond,
/// so the 501st has the moment of the first.
constexpr milliseconds golden{618};

/// After the begin of a second.
milliseconds moment_of(std::size_t kind) {
    return (RaceSeconds::first_moment + static_cast<std::int64_t>(kind) * golden) % seconds{1};
}

auto first_of(auto& due) {
    return std::ranges::min_element(due, {}, [](const auto& one) { return one.second; });
}

} // namespace

void RaceSeconds::follow(std::span<const std::int32_t> races, SteadyTime now, UtcTime utc) {
    std::erase_if(due_, [&](const auto& known) {
        return std::ranges::find(races, known.first) == races.end();
    });
    for (const std::int32_t race : races) {
        if (!due_.contains(race)) {
            const milliseconds into_second = utc - std::chrono::floor<seconds>(utc);
            const milliseconds ahead = moment_of(begun_++) - into_second;
            due_.emplace(race, now + (ahead.count() > 0 ? ahead - seconds{1} : ahead));
        }
    }
}

std::optional<RaceSeconds::Due> RaceSeconds::take_due(SteadyTime now) {
    const auto first = first_of(due_);
    if (first == due_.end() || first->second > now) {
        return std::nullopt;
    }
    const SteadyTime as_of = first->second + std::chrono::floor<seconds>(now - first->second);
    first->second = as_of + interval;
    return Due{first->first, as_of};
}

std::optional<SteadyTime> RaceSeconds::next() const {
    const auto first = first_of(due_);
    return first == due_.end() ? std::nullopt : std::optional{first->second};
}

} // namespace lanterne::ingest
