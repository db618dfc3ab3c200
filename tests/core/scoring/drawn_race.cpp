#include "tests/core/scoring/drawn_race.hpp"

#include <cctype>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::scoring::drawn {
namespace {

constexpr double seconds_a_step = 2;

course::PointKind kind_of(char cell) {
    return cell == 'S'   ? course::PointKind::start
           : cell == 'F' ? course::PointKind::finish
                         : course::PointKind::split;
}

} // namespace

double seconds_after_gun(UtcTime time) { return static_cast<double>((time - gun).count()) / 1000; }

plan::RacePlan race_on(Metres cell, std::string_view drawing, const std::vector<std::string>& bibs,
                       plan::StartBy start_by) {
    const double length = cell.value * static_cast<double>(drawing.size() - 1);
    std::vector<course::Leg> legs{
        {.id = "run",
         .name = "Run",
         .sport = course::Sport::run,
         .line = geo::Polyline{{ground.to_position({0, 0}), ground.to_position({length, 0})}}}};
    std::vector<course::Location> locations;
    std::vector<course::TimingPoint> points;
    for (std::size_t i = 0; i < drawing.size(); ++i) {
        if (drawing[i] == '-') {
            continue;
        }
        const double along = cell.value * static_cast<double>(i);
        const std::string id{drawing[i]};
        locations.push_back({.id = id, .position = ground.to_position({along, 0})});
        points.push_back({.id = id,
                          .name = id,
                          .kind = kind_of(drawing[i]),
                          .location = id,
                          .along = Metres{std::min(along, legs[0].line.length().value)}});
    }
    plan::RacePlan plan{.name = "Drawn",
                        .slug = *Slug::from("drawn"),
                        .time_zone = "Europe/Paris",
                        .start = gun,
                        .course = course::Course{legs, locations, points},
                        .waves = {{.id = "all", .name = "All", .gun = gun, .start_by = start_by}}};
    for (const std::string& text : bibs) {
        plan.entries.push_back({.bib = bib(text), .name = text, .wave = "all"});
    }
    return plan;
}

geo::Polyline line_of(const std::vector<geo::PlanePoint>& corners) {
    std::vector<Position> line;
    for (const geo::PlanePoint corner : corners) {
        line.push_back(ground.to_position(corner));
    }
    return geo::Polyline{std::move(line)};
}

plan::RacePlan race_along(const std::vector<geo::PlanePoint>& corners, const std::string& split,
                          Metres along) {
    plan::RacePlan plan = race_on(Metres{8}, "S--F", {"7"});
    std::vector<course::Leg> legs{
        {.id = "run", .name = "Run", .sport = course::Sport::run, .line = line_of(corners)}};
    course::unroll(legs);
    std::vector<course::Location> locations;
    std::vector<course::TimingPoint> points;
    const auto point = [&](const std::string& id, course::PointKind kind, Metres there) {
        locations.push_back({.id = id, .position = legs.front().line.at(there)});
        points.push_back({.id = id, .name = id, .kind = kind, .location = id, .along = there});
    };
    point("S", course::PointKind::start, Metres{0});
    point(split, course::PointKind::split, along);
    point("F", course::PointKind::finish, course::lap_length(legs.front()));
    plan.course = course::Course{std::move(legs), std::move(locations), std::move(points)};
    return plan;
}

plan::Act act(std::int64_t number, double seconds, plan::ActBody body) {
    return {.number = number,
            .effective = at(seconds),
            .recorded = at(seconds),
            .who = "director",
            .why = "a test",
            .body = std::move(body)};
}

namespace {

std::vector<Fix> walked(Metres cell, std::string_view track, double along, double seconds) {
    std::vector<Fix> fixes;
    for (const char step : track) {
        const double moved = step == 'o' ? 0 : step == '<' ? -cell.value : cell.value;
        along += moved;
        seconds += seconds_a_step;
        if (step == '.') {
            continue;
        }
        const double speed = std::abs(moved) / seconds_a_step;
        fixes.push_back({.time = at(seconds),
                         .position = ground.to_position({along, step == 'x' ? -200.0 : 0}),
                         .speed_dmps = static_cast<std::uint16_t>(std::lround(speed * 10)),
                         .course_2deg = static_cast<std::uint8_t>(moved < 0 ? 135 : 45),
                         .accuracy_dm = 30,
                         .mode = FixMode::fix_3d});
    }
    return fixes;
}

} // namespace

std::vector<Fix> walk(Metres cell, std::string_view track, double from) {
    return walked(cell, track, 0, from);
}

std::vector<Fix> walk_from(Metres cell, int first, std::string_view track) {
    return walked(cell, track, cell.value * first, 0);
}

std::string passed(const Race& race, std::string_view who) {
    std::string text;
    for (const Passage& passage : race.passages(bib(who))) {
        text += fmt::format("{}{}@{:.1f}", text.empty() ? "" : " ",
                            race.plan().course.points()[passage.point].id,
                            seconds_after_gun(passage.time));
    }
    return text;
}

std::string board(const Race& race, UtcTime as_of) {
    std::string text;
    for (const Standing& standing : race.standings(as_of)) {
        text += fmt::format(
            "{}{} {} {} {}", text.empty() ? "" : " | ", standing.bib.text(),
            to_text(standing.status), standing.rank ? std::to_string(*standing.rank) : "-",
            standing.gap ? fmt::format("+{:.1f}", static_cast<double>(standing.gap->count()) / 1000)
                         : "-");
    }
    return text;
}

} // namespace lanterne::scoring::drawn
