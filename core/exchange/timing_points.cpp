#include "core/exchange/timing_points.hpp"

#include <algorithm>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "core/exchange/lap_place.hpp"
#include "core/exchange/point_order.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

using course::PointKind;

class GateReader {
public:
    GateReader(const RaceText& race, const std::vector<std::optional<course::Leg>>& legs,
               Faults& faults)
        : race_{race}, legs_{legs}, faults_{faults} {}

    std::vector<course::Location> read_locations();
    Gates read_points(std::vector<course::Location> locations);

private:
    std::optional<Position> position_of(const LocationText& text);
    void read_location(const LocationText& text);
    void read_point(const PointText& text);
    std::optional<std::size_t> leg_of(const Lines& lines, const std::optional<std::string>& leg);
    bool is_in_lap(const Lines& lines, const course::Leg& leg, double metres);
    std::optional<Metres> place_at_own_gate(const PointText& text, const course::Leg& leg);
    std::optional<Metres> place_at_location(const PointText& text, const LocationText& location,
                                            const course::Leg& leg);
    std::optional<Metres> ask(const PointText& text, const course::Leg& leg,
                              const LapQuestion& question);
    std::optional<std::vector<std::uint32_t>> laps_of(const PointText& text, std::uint32_t laps);
    bool has_one_gate(const PointText& text);

    const course::Leg* placed(std::size_t leg) const { return legs_[leg] ? &*legs_[leg] : nullptr; }

    const LocationText* text_of(const std::string& location) const;
    const course::Location* gate_of(const std::string& location) const;
    std::vector<std::string> location_ids() const;

    const RaceText& race_;
    const std::vector<std::optional<course::Leg>>& legs_;
    Faults& faults_;
    Gates gates_;
};

std::vector<course::Location> GateReader::read_locations() {
    for (const LocationText& text : race_.locations) {
        read_location(text);
    }
    return std::move(gates_.locations);
}

Gates GateReader::read_points(std::vector<course::Location> locations) {
    gates_.locations = std::move(locations);
    for (const PointText& text : race_.points) {
        read_point(text);
    }
    return std::move(gates_);
}

std::optional<std::size_t> GateReader::leg_of(const Lines& lines,
                                              const std::optional<std::string>& leg) {
    if (!leg && race_.legs.size() == 1) {
        return 0;
    }
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < race_.legs.size(); ++i) {
        if (leg && race_.legs[i].id == *leg) {
            return i;
        }
        ids.push_back(race_.legs[i].id);
    }
    if (ids.empty()) {
        return std::nullopt; // That there is no leg has been said.
    }
    faults_.add(lines.of("leg"),
                leg ? fmt::format("there is no leg {}", shown(*leg)) : "leg is missing",
                fmt::format("one of {}", fmt::join(ids, ", ")));
    return std::nullopt;
}

bool GateReader::is_in_lap(const Lines& lines, const course::Leg& leg, double metres) {
    const double length = course::lap_length(leg).value;
    if (metres <= length) {
        return true;
    }
    faults_.add(lines.of("metres"), fmt::format("metres is {}", metres),
                fmt::format("0 to {:.0f}, the length of a lap,", length));
    return false;
}

std::optional<Position> GateReader::position_of(const LocationText& text) {
    if (text.lines.has("position")) {
        if (text.lines.has("leg") || text.lines.has("metres")) {
            faults_.add(text.lines.table(), "the location has both a position and a leg or metres",
                        "either position, or leg and metres,");
        }
        return text.position;
    }
    if (!text.lines.has("metres")) {
        faults_.add(text.lines.table(),
                    fmt::format("the location {} says no place", shown(text.id)),
                    "either position, or leg and metres,");
        return std::nullopt;
    }
    const auto index = leg_of(text.lines, text.leg);
    const course::Leg* leg = index ? placed(*index) : nullptr;
    if (!text.metres || leg == nullptr || !is_in_lap(text.lines, *leg, *text.metres)) {
        return std::nullopt;
    }
    return leg->line.at(Metres{*text.metres});
}

void GateReader::read_location(const LocationText& text) {
    if (const auto position = position_of(text)) {
        gates_.locations.push_back({.id = text.id,
                                    .position = *position,
                                    .bearing_deg = text.bearing_deg,
                                    .width = Metres{text.width_m}});
    }
}

bool GateReader::has_one_gate(const PointText& text) {
    const bool shares = text.lines.has("location");
    for (const std::string_view own : {"position", "width_m"}) {
        if (shares && text.lines.has(own)) {
            faults_.add(text.lines.of(own), fmt::format("the point has a location and {}", own),
                        fmt::format("{} at the location", own));
            return false;
        }
    }
    if (!shares && !text.lines.has("position") && !text.lines.has("metres")) {
        faults_.add(text.lines.table(), fmt::format("the point {} says no place", shown(text.id)),
                    "location, position, or leg and metres");
    }
    return text.location || text.position || text.metres;
}

const LocationText* GateReader::text_of(const std::string& location) const {
    const auto found = std::ranges::find(race_.locations, location, &LocationText::id);
    return found == race_.locations.end() ? nullptr : &*found;
}

const course::Location* GateReader::gate_of(const std::string& location) const {
    const auto found = std::ranges::find(gates_.locations, location, &course::Location::id);
    return found == gates_.locations.end() ? nullptr : &*found;
}

std::vector<std::string> GateReader::location_ids() const {
    std::vector<std::string> ids;
    ids.reserve(race_.locations.size());
    for (const LocationText& location : race_.locations) {
        ids.push_back(location.id);
    }
    return ids;
}

void GateReader::read_point(const PointText& text) {
    if (text.id.empty() || !has_one_gate(text)) {
        return;
    }
    const std::string shared = text.location.value_or("");
    const LocationText* location = text.location ? text_of(shared) : nullptr;
    if (text.location && location == nullptr) {
        const auto ids = location_ids();
        faults_.add(
            text.lines.of("location"), fmt::format("there is no location {}", shown(shared)),
            most_alike(shared, ids).value_or(fmt::format("one of {}", fmt::join(ids, ", "))));
        return;
    }
    if (location != nullptr && gate_of(location->id) == nullptr) {
        return; // What is wrong with the location has been said.
    }
    const auto index =
        leg_of(text.lines, text.leg || location == nullptr ? text.leg : location->leg);
    const course::Leg* leg = index ? placed(*index) : nullptr;
    if (leg == nullptr) {
        return;
    }
    const auto laps = laps_of(text, leg->laps);
    const auto in_lap = location != nullptr ? place_at_location(text, *location, *leg)
                                            : place_at_own_gate(text, *leg);
    if (!laps || !in_lap) {
        return;
    }
    for (const std::uint32_t lap : *laps) {
        if (gates_.points.size() == max_timing_points) {
            faults_.add(text.lines.table(), "there are too many timing points on all laps",
                        fmt::format("at most {}", max_timing_points));
            return;
        }
        gates_.points.push_back({.id = text.id,
                                 .name = text.name,
                                 .kind = text.kind,
                                 .location = text.location.value_or(text.id),
                                 .leg = index.value_or(0),
                                 .lap = lap,
                                 .along = *in_lap});
    }
}

std::optional<Metres> GateReader::place_at_own_gate(const PointText& text, const course::Leg& leg) {
    if (text_of(text.id) != nullptr) {
        faults_.add(text.lines.of("id"),
                    fmt::format("a location has the id {} too", shown(text.id)),
                    "location to name it, or an id of its own,");
        return std::nullopt;
    }
    const double metres = text.metres.value_or(0);
    if (!is_in_lap(text.lines, leg, metres)) {
        return std::nullopt;
    }
    const Metres width{text.width_m.value_or(LocationText{}.width_m)};
    const Position gate = text.position.value_or(leg.line.at(Metres{metres}));
    const auto in_lap = text.position ? ask(text, leg,
                                            {.gate = gate,
                                             .width = width,
                                             .metres = text.metres,
                                             .bearing_deg = text.bearing_deg})
                                      : std::optional{Metres{metres}};
    gates_.locations.push_back(
        {.id = text.id, .position = gate, .bearing_deg = text.bearing_deg, .width = width});
    return in_lap;
}

std::optional<Metres> GateReader::place_at_location(const PointText& text,
                                                    const LocationText& location,
                                                    const course::Leg& leg) {
    if (!is_in_lap(text.lines, leg, text.metres.value_or(0))) {
        return std::nullopt;
    }
    if (location.metres && !text.metres && !text.bearing_deg &&
        location.leg.value_or(leg.id) == leg.id) {
        return Metres{*location.metres};
    }
    const course::Location& gate = *gate_of(location.id);
    return ask(text, leg,
               {.gate = gate.position,
                .width = gate.width,
                .metres = text.metres,
                .bearing_deg = text.bearing_deg ? text.bearing_deg : gate.bearing_deg});
}

std::optional<Metres> GateReader::ask(const PointText& text, const course::Leg& leg,
                                      const LapQuestion& question) {
    LapQuestion asked = question;
    asked.at_begin = text.kind == PointKind::start;
    const auto answer = place_in_lap(leg.line, asked);
    if (const auto* none = std::get_if<NoPlace>(&answer)) {
        faults_.add(text.lines.table(), fmt::format("point {}: {}", shown(text.id), none->what),
                    none->right);
        return std::nullopt;
    }
    return std::get<Metres>(answer);
}

std::optional<std::vector<std::uint32_t>> GateReader::laps_of(const PointText& text,
                                                              std::uint32_t laps) {
    std::set<std::uint32_t> chosen;
    const OnLaps on_laps = text.on_laps != OnLaps::as_kind  ? text.on_laps
                           : text.kind == PointKind::start  ? OnLaps::first
                           : text.kind == PointKind::finish ? OnLaps::last
                                                            : OnLaps::all;
    if (text.laps) {
        for (const std::int64_t lap : *text.laps) {
            if (lap < 1 || lap > laps || !chosen.insert(static_cast<std::uint32_t>(lap)).second) {
                faults_.add(text.lines.of("laps"), fmt::format("laps has {}", lap),
                            fmt::format("each lap once, from 1 to {},", laps));
                return std::nullopt;
            }
        }
    } else {
        const std::uint32_t first = on_laps == OnLaps::last ? laps : 1;
        const std::uint32_t last = on_laps == OnLaps::first      ? 1
                                   : on_laps == OnLaps::not_last ? laps - 1
                                                                 : laps;
        for (std::uint32_t lap = first; lap <= last; ++lap) {
            chosen.insert(lap);
        }
    }
    return std::vector<std::uint32_t>{chosen.begin(), chosen.end()};
}

} // namespace

std::vector<course::Location> place_locations(const RaceText& race,
                                              const std::vector<std::optional<course::Leg>>& legs,
                                              Faults& faults) {
    return GateReader{race, legs, faults}.read_locations();
}

Gates place_gates(const RaceText& race, const std::vector<std::optional<course::Leg>>& legs,
                  std::vector<course::Location> locations, Faults& faults) {
    Gates gates = GateReader{race, legs, faults}.read_points(std::move(locations));
    check_order(race, gates.points, faults);
    return gates;
}

} // namespace lanterne::exchange
