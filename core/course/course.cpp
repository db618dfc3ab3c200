#include "core/course/course.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

namespace lanterne::course {
namespace {

constexpr Metres along_tolerance{0.01};

constexpr std::array<std::string_view, 5> sport_names{"swim", "bike", "run", "transition", "other"};
constexpr std::array<std::string_view, 7> point_kind_names{"start",  "split", "lap",   "transition",
                                                           "sprint", "climb", "finish"};

template<class Enum, std::size_t n>
std::optional<Enum> parse(const std::array<std::string_view, n>& names, std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<Enum>(found - names.begin())};
}

int order_of(PointKind kind) {
    return kind == PointKind::start ? 0 : kind == PointKind::finish ? 2 : 1;
}

bool comes_before(const TimingPoint& a, const TimingPoint& b) {
    return std::tuple{a.along.value, a.leg, order_of(a.kind), std::string_view{a.id}, a.lap} <
           std::tuple{b.along.value, b.leg, order_of(b.kind), std::string_view{b.id}, b.lap};
}

[[noreturn]] void refuse(const TimingPoint& point, std::string_view what) {
    throw std::invalid_argument{
        fmt::format("timing point '{}', lap {}: {}", point.id, point.lap, what)};
}

void check(const TimingPoint& point, const std::vector<Leg>& legs) {
    if (point.leg >= legs.size()) {
        refuse(point, "there is no such leg");
    }
    const Leg& leg = legs[point.leg];
    if (point.lap < 1 || point.lap > leg.laps) {
        refuse(point, fmt::format("leg '{}' has laps 1 to {}", leg.id, leg.laps));
    }
    const Metres begin = unrolled(leg, point.lap, Metres{0});
    const Metres end = begin + lap_length(leg);
    // Written so that not-a-number is refused too.
    if (!(point.along >= begin - along_tolerance && point.along <= end + along_tolerance)) {
        refuse(point, fmt::format("{:.1f} m is outside its lap, {:.1f} to {:.1f} m",
                                  point.along.value, begin.value, end.value));
    }
}

void check(const std::vector<TimingPoint>& points, const std::vector<Leg>& legs,
           const std::vector<Location>& locations) {
    std::set<std::string_view> places;
    for (const Location& location : locations) {
        places.insert(location.id);
    }
    std::set<std::tuple<std::string_view, std::size_t, std::uint32_t>> seen;
    for (const TimingPoint& point : points) {
        check(point, legs);
        if (!places.contains(point.location)) {
            refuse(point, fmt::format("there is no location '{}'", point.location));
        }
        if (!seen.emplace(point.id, point.leg, point.lap).second) {
            refuse(point, "is there twice");
        }
    }
}

} // namespace

std::string_view to_text(Sport sport) { return sport_names.at(static_cast<std::size_t>(sport)); }

std::optional<Sport> parse_sport(std::string_view text) { return parse<Sport>(sport_names, text); }

std::string_view to_text(PointKind kind) {
    return point_kind_names.at(static_cast<std::size_t>(kind));
}

std::optional<PointKind> parse_point_kind(std::string_view text) {
    return parse<PointKind>(point_kind_names, text);
}

void unroll(std::vector<Leg>& legs) {
    Metres begin{0};
    for (Leg& leg : legs) {
        if (leg.laps < 1 || leg.laps > max_laps) {
            throw std::invalid_argument{fmt::format("leg '{}': {} laps; 1 to {} would be right",
                                                    leg.id, leg.laps, max_laps)};
        }
        leg.begin = begin;
        leg.end = begin + lap_length(leg) * leg.laps;
        begin = leg.end;
    }
}

Metres unrolled(const Leg& leg, std::uint32_t lap, Metres in_lap) {
    return leg.begin + lap_length(leg) * (lap - 1.0) + in_lap;
}

Course::Course(std::vector<Leg> legs, std::vector<Location> locations,
               std::vector<TimingPoint> points)
    : legs_{std::move(legs)}, locations_{std::move(locations)}, points_{std::move(points)} {
    if (legs_.empty()) {
        throw std::invalid_argument{"a course needs a leg"};
    }
    unroll(legs_);
    measure_legs();
    check(points_, legs_, locations_);
    std::sort(points_.begin(), points_.end(), comes_before);
}

Course::Place Course::place_at(Metres along) const {
    const auto after = std::upper_bound(legs_.begin(), legs_.end() - 1, along,
                                        [](Metres a, const Leg& leg) { return a < leg.end; });
    const double length = lap_length(*after).value;
    const double inside = std::clamp((along - after->begin).value, 0.0, length * after->laps);
    const double lap = std::min(std::floor(inside / length), after->laps - 1.0);
    return {.leg = static_cast<std::size_t>(after - legs_.begin()),
            .lap = static_cast<std::uint32_t>(lap) + 1,
            .in_lap = Metres{std::clamp(inside - lap * length, 0.0, length)}};
}

Position Course::position_at(Metres along) const {
    const Place place = place_at(along);
    return legs_[place.leg].line.at(place.in_lap);
}

void Course::measure_legs() {
    Metres begin{0};
    for (const Leg& leg : legs_) {
        const Metres drawn = lap_length(leg) * leg.laps;
        std::vector<Mark> marks = leg.marks;
        if (leg.certified) {
            marks.push_back({drawn, *leg.certified});
        }
        try {
            measured_.push_back({Measure{marks}, begin});
        } catch (const std::invalid_argument& error) {
            throw std::invalid_argument{fmt::format("leg '{}': {}", leg.id, error.what())};
        }
        if (!marks.empty() && marks.back().drawn > drawn + along_tolerance) {
            throw std::invalid_argument{
                fmt::format("leg '{}': a mark lies behind its end", leg.id)};
        }
        begin += measured_.back().measure.certified(drawn);
    }
}

Metres Course::off_line(const TimingPoint& point) const {
    const auto gate = std::ranges::find(locations_, point.location, &Location::id);
    return geo::distance(gate->position, position_at(point.along));
}

Metres Course::official(Metres along) const {
    const std::size_t leg = leg_at(*this, along.value);
    const Measured& measured = measured_[leg];
    return measured.begin + measured.measure.certified(along - legs_[leg].begin);
}

Metres Course::drawn(Metres official) const {
    const auto after =
        std::upper_bound(measured_.begin() + 1, measured_.end(), official,
                         [](Metres value, const Measured& leg) { return value < leg.begin; });
    const Measured& measured = *(after - 1);
    const Leg& leg = legs_[static_cast<std::size_t>(after - measured_.begin()) - 1];
    return leg.begin + measured.measure.drawn(official - measured.begin);
}

std::optional<double> Course::gradient_at(Metres along) const {
    const Place place = place_at(along);
    const auto& elevation = legs_[place.leg].elevation;
    return elevation ? std::optional{elevation->gradient_at(place.in_lap)} : std::nullopt;
}

std::optional<double> Course::height_at(Metres along) const {
    const Place place = place_at(along);
    const auto& elevation = legs_[place.leg].elevation;
    return elevation ? std::optional{elevation->height_at(place.in_lap)} : std::nullopt;
}

std::size_t leg_at(const Course& course, double along) {
    const auto& legs = course.legs();
    const auto after = std::upper_bound(legs.begin(), legs.end() - 1, along,
                                        [](double a, const Leg& leg) { return a < leg.end.value; });
    return static_cast<std::size_t>(after - legs.begin());
}

} // namespace lanterne::course
