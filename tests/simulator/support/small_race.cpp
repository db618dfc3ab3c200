#include "tests/simulator/support/small_race.hpp"

#include <array>

namespace lanterne::simulator {

course::Course small_course(const std::vector<SmallLeg>& small) {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    geo::PlanePoint at{0, 0};
    double height = 100;
    std::vector<course::Leg> legs;
    for (const SmallLeg& leg : small) {
        std::vector<Position> points{ground.to_position(at)};
        for (const geo::PlanePoint step : leg.steps) {
            at = at + step;
            points.push_back(ground.to_position(at));
        }
        const geo::Polyline line{points};
        const double rise = leg.gradient * line.length().value;
        const std::array<course::Elevation::Sample, 2> heights{
            {{Metres{0}, height}, {line.length(), height + rise}}};
        height += rise;
        legs.push_back({.id = "leg-" + std::to_string(legs.size()),
                        .name = "",
                        .sport = leg.sport,
                        .line = line,
                        .laps = leg.laps,
                        .elevation = course::Elevation{heights, line.length()}});
    }
    course::unroll(legs);
    std::vector<course::TimingPoint> points{
        {.id = "start", .name = "", .kind = course::PointKind::start, .location = "gate"}};
    for (std::size_t leg = 0; leg < legs.size(); ++leg) {
        for (std::uint32_t lap = 1; lap <= legs[leg].laps; ++lap) {
            const bool is_last = leg + 1 == legs.size() && lap == legs[leg].laps;
            points.push_back({.id = is_last ? "finish" : "lap-" + std::to_string(leg),
                              .name = "",
                              .kind = is_last ? course::PointKind::finish : course::PointKind::lap,
                              .location = "gate",
                              .leg = leg,
                              .lap = lap,
                              .along = unrolled(legs[leg], lap, course::lap_length(legs[leg]))});
        }
    }
    const course::Location gate{.id = "gate", .position = legs[0].line.points().front()};
    return {legs, {gate}, points};
}

plan::RacePlan small_race(const std::vector<SmallLeg>& legs, int entries) {
    plan::RacePlan plan{.name = "Small",
                        .slug = Slug::from("small").value(),
                        .time_zone = "UTC",
                        .start = small_gun,
                        .course = small_course(legs),
                        .waves = {{.id = "all", .name = "All", .gun = small_gun}}};
    for (int bib = 1; bib <= entries; ++bib) {
        plan.entries.push_back(
            {.bib = Bib::from(std::to_string(bib)).value(), .name = "", .wave = "all"});
    }
    return plan;
}

void run_to_end(Peloton& peloton, int most_s) {
    for (int second = 0; second < most_s && !peloton.is_over(); ++second) {
        peloton.step();
    }
}

double seconds_of(const Peloton& peloton, std::size_t entry) {
    const auto& passages = peloton.passages(entry);
    return static_cast<double>((passages.back().time - passages.front().time).count()) / 1000;
}

} // namespace lanterne::simulator
