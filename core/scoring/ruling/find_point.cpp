#include "core/scoring/ruling/find_point.hpp"

#include <algorithm>

namespace lanterne::scoring {
namespace {

template<class Range, class Predicate>
std::optional<std::size_t> index_of(const Range& range, Predicate is_it) {
    const auto found = std::ranges::find_if(range, is_it);
    return found == range.end() ? std::nullopt
                                : std::optional{static_cast<std::size_t>(found - range.begin())};
}

} // namespace

std::optional<std::size_t> find_point(const course::Course& course, const plan::PointLap& at) {
    return index_of(course.points(), [&](const course::TimingPoint& point) {
        return point.lap == at.lap && point.id == at.point;
    });
}

bool has_point(const course::Course& course, std::string_view id) {
    return std::ranges::any_of(course.points(),
                               [&](const course::TimingPoint& point) { return point.id == id; });
}

std::optional<std::size_t> find_leg(const course::Course& course, std::string_view id) {
    return index_of(course.legs(), [&](const course::Leg& leg) { return leg.id == id; });
}

plan::PointLap name_of(const course::Course& course, std::size_t point) {
    const course::TimingPoint& there = course.points().at(point);
    return {.point = there.id, .lap = there.lap};
}

bool concerns(const plan::Whom& whom, const plan::Entry& entry) {
    if (whom.bibs.empty() && whom.waves.empty()) {
        return true;
    }
    return std::ranges::find(whom.bibs, entry.bib) != whom.bibs.end() ||
           std::ranges::find(whom.waves, entry.wave) != whom.waves.end();
}

} // namespace lanterne::scoring
