#include "tests/core/course/matching/drawn_way.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <stdexcept>

namespace lanterne::course::drawn {
namespace {

constexpr double cell_m = 10;
constexpr double speed_mps = 4;
const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

std::optional<geo::PlanePoint> find(const Drawing& drawing, char name) {
    for (std::size_t row = 0; row < drawing.rows.size(); ++row) {
        const std::size_t column = drawing.rows[row].find(name);
        if (column != std::string_view::npos) {
            return geo::PlanePoint{static_cast<double>(column) * cell_m,
                                   -static_cast<double>(row) * cell_m};
        }
    }
    return std::nullopt;
}

std::vector<Leg> legs_of(const Drawing& drawing) {
    std::vector<std::vector<Position>> lines(1);
    for (char corner = 'A'; find(drawing, corner); ++corner) {
        const Position position = ground.to_position(*find(drawing, corner));
        lines.back().push_back(position);
        if (corner == drawing.change) {
            lines.push_back({position});
        }
    }
    if (drawing.is_closed) {
        lines.back().push_back(lines.back().front());
    }
    std::vector<Leg> legs;
    for (const std::vector<Position>& line : lines) {
        const bool is_first = legs.empty();
        legs.push_back({.id = is_first ? "leg" : "ride",
                        .name = is_first ? "Leg" : "Ride",
                        .sport = is_first ? drawing.sport : Sport::bike,
                        .line = geo::Polyline{line},
                        .laps = drawing.laps});
    }
    unroll(legs);
    return legs;
}

Course course_of(const Drawing& drawing) {
    const std::vector<Leg> legs = legs_of(drawing);
    std::vector<TimingPoint> points;
    const auto add = [&](std::size_t leg, std::uint32_t lap, char gate) {
        const auto place = find(drawing, gate);
        if (!place) {
            return;
        }
        // Each place where the line goes through the gate is a point of its own.
        for (const auto& there : legs[leg].line.near(ground.to_position(*place), Metres{3})) {
            points.push_back({.id = std::string{gate} + std::to_string(points.size()),
                              .name = {gate},
                              .location = "gate",
                              .leg = leg,
                              .lap = lap,
                              .along = unrolled(legs[leg], lap, Metres{there.along})});
        }
    };
    for (std::size_t leg = 0; leg < legs.size(); ++leg) {
        for (std::uint32_t lap = 1; lap <= drawing.laps; ++lap) {
            for (char gate = 'a'; gate <= 'z'; ++gate) {
                if (!drawing.change || (gate >= 'n') == (leg == 1)) {
                    add(leg, lap, gate);
                }
            }
        }
    }
    return {legs, {{.id = "gate", .position = ground.to_position(*find(drawing, 'A'))}}, points};
}

} // namespace

Walk::Walk(const Drawing& drawing)
    : drawing_{drawing}, course_{course_of(drawing)}, matcher_{course_, gun} {}

geo::PlanePoint Walk::place(char name) const {
    const auto there = find(drawing_, name);
    if (!there) {
        throw std::invalid_argument{std::string{"no such place is drawn: "} + name};
    }
    return *there;
}

void Walk::note(const Findings& findings) {
    for (const Crossing& crossing : findings.crossings) {
        const auto said = std::ranges::find(crossings_, crossing.point, &Crossing::point);
        if (said != crossings_.end()) {
            *said = crossing;
        } else {
            crossings_.push_back(crossing);
        }
    }
    misses_.insert(misses_.end(), findings.misses.begin(), findings.misses.end());
}

void Walk::see(double speed, geo::PlanePoint direction) {
    const double east = geo::bearing_of(direction);
    note(matcher_.take({.time = gun + std::chrono::seconds{now_},
                        .position = ground.to_position(*at_),
                        .speed_dmps = static_cast<std::uint16_t>(std::lround(speed * 10)),
                        .course_2deg = static_cast<std::uint8_t>(std::lround(east / 2) % 180),
                        .accuracy_dm = 30,
                        .mode = FixMode::fix_3d}));
}

void Walk::step(geo::PlanePoint to, double speed, bool is_heard) {
    while (geo::length(to - *at_) > speed / 2) {
        const geo::PlanePoint direction = (to - *at_) * (1 / geo::length(to - *at_));
        at_ = *at_ + direction * std::min(speed, geo::length(to - *at_));
        ++now_;
        if (is_heard && now_ % interval_ == 0) {
            see(speed, direction);
        }
    }
}

Walk& Walk::go(std::string_view places, double times_slower) {
    for (const char name : places) {
        at_ = at_.value_or(place(name));
        step(place(name), speed_mps / times_slower, true);
    }
    return *this;
}

Walk& Walk::go_metres(double metres, char towards) {
    const geo::PlanePoint way = place(towards) - *at_;
    step(*at_ + way * (metres / geo::length(way)), speed_mps, true);
    return *this;
}

Walk& Walk::unheard(std::string_view places) {
    for (const char name : places) {
        at_ = at_.value_or(place(name));
        step(place(name), speed_mps, false);
    }
    return *this;
}

Walk& Walk::stand(int seconds) {
    for (int i = 0; i < seconds; ++i) {
        ++now_;
        if (now_ % interval_ == 0) {
            see(0, {0, 1});
        }
    }
    return *this;
}

Walk& Walk::stand_unheard(int seconds) {
    now_ += seconds;
    return *this;
}

Walk& Walk::report_each(int seconds) {
    interval_ = seconds;
    return *this;
}

Walk& Walk::begin_before_gun(int seconds) {
    now_ = -seconds;
    return *this;
}

Walk& Walk::end() {
    note(matcher_.at_end());
    return *this;
}

std::string Walk::passed() const {
    std::string text;
    for (const Crossing& crossing : crossings_) {
        const std::string& name = course_.points()[crossing.point].name;
        text += (text.empty() ? "" : " ") + (crossing.is_bridged ? "(" + name + ")" : name);
    }
    return text;
}

std::string Walk::missed() const {
    std::string text;
    for (const Miss& miss : misses_) {
        if (miss.reason != MissReason::doubted) {
            text += (text.empty() ? "" : " ") + course_.points()[miss.point].name;
        }
    }
    return text;
}

std::string Walk::doubted() const {
    std::string text;
    for (const Miss& miss : misses_) {
        if (miss.reason == MissReason::doubted) {
            text += (text.empty() ? "" : " ") + course_.points()[miss.point].name;
        }
    }
    return text;
}

} // namespace lanterne::course::drawn
