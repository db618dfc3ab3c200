#include "tests/support/truth/shapes.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "tests/support/truth/behaviours.hpp"
#include "tests/support/truth/draft.hpp"

namespace lanterne::truth {
namespace {

using enum course::Sport;
using course::PointKind;

// Two ways on one road, which noise of 3 m mixes up.
plan::RacePlan out_and_back() {
    Draft draft;
    draft.leg("run", run, {{200, 0}, {600, 0}, {600, 4}, {0, 4}, {0, 0}, {200, 0}}, 3);
    draft.each_lap("out", PointKind::split, 0, 300);
    draft.each_lap("back", PointKind::split, 0, 700);
    draft.laps(0);
    return draft.race();
}

// The crossing lies on both halves.
plan::RacePlan figure_of_eight() {
    Draft draft;
    draft.leg("run", run, joined(arc({-80, 0}, 80, 0, 360), arc({80, 0}, 80, 180, -180)), 4);
    draft.each_lap("west", PointKind::split, 0, 250);
    draft.each_lap("east", PointKind::split, 0, 750);
    draft.laps(0);
    return draft.race();
}

// Both circles go through the gate in the same direction: it serves two points of a lap.
plan::RacePlan tangent_circles() {
    Draft draft;
    const Corners great = arc({0, 90}, 90, -90, 270);
    draft.leg("run", run, joined(great, arc({0, -60}, 60, 90, -270)), 4);
    draft.each_lap("circle", PointKind::split, 0, line_through(great).length().value);
    draft.laps(0);
    return draft.race();
}

// The finish straight is gone in each lap, there and back.
plan::RacePlan shared_roads() {
    Draft draft;
    draft.leg("run", run,
              {{0, 0}, {0, 300}, {200, 300}, {200, 40}, {5, 40}, {5, -200}, {0, -200}, {0, 0}}, 3);
    draft.each_lap("far", PointKind::split, 0, 600);
    draft.each_lap("near", PointKind::split, 0, 980);
    draft.laps(0);
    return draft.race();
}

// The bike leg crosses the run's gate at a right angle, in each lap.
plan::RacePlan crossing_legs() {
    Draft draft;
    draft.leg("run", run, {{0, 0}, {700, 0}, {700, 250}});
    draft.leg("bike", bike,
              {{700, 250}, {350, 250}, {350, -400}, {1100, -400}, {1100, 250}, {700, 250}}, 2);
    draft.point("crossing-run", PointKind::split, 0, 1, 350);
    draft.point("change", PointKind::transition, 0, 1, 950);
    draft.each_lap("crossing-bike", PointKind::split, 1, 600);
    draft.laps(1);
    return draft.race();
}

plan::RacePlan ovals(course::Sport sport, double straight, double radius, std::uint32_t laps,
                     plan::StartBy start_by = plan::StartBy::gun) {
    Draft draft;
    draft.leg("leg", sport, oval(straight, radius), laps);
    draft.laps(0);
    if (laps <= 4) {
        draft.each_lap("half", PointKind::split, 0, draft.lap_length(0) / 2);
    }
    return draft.race(start_by);
}

plan::RacePlan many_laps() { return ovals(bike, 200, 48, 20); }

plan::RacePlan warm_up() { return ovals(run, 250, 64, 4); }

plan::RacePlan waiting() { return ovals(run, 400, 80, 2, plan::StartBy::gate); }

plan::RacePlan standing() { return ovals(run, 300, 64, 3); }

plan::RacePlan silence() { return ovals(run, 900, 110, 2); }

plan::RacePlan criterium() { return ovals(bike, 100, 32, 50); }

plan::RacePlan walking_back() {
    Draft draft;
    draft.leg("run", run, {{0, 0}, {900, 0}, {900, 600}, {400, 900}, {0, 900}});
    for (int i = 1; i <= 4; ++i) {
        draft.point(fmt::format("split-{}", i), PointKind::split, 0, 1, 400.0 * i);
    }
    return draft.race();
}

plan::RacePlan turning_back() {
    Draft draft;
    draft.leg("run", run, {{0, 0}, {700, 0}, {700, 4}, {0, 4}, {-200, 4}});
    draft.point("out", PointKind::split, 0, 1, 350);
    draft.point("turn", PointKind::split, 0, 1, 702);
    draft.point("back", PointKind::split, 0, 1, 1'054);
    return draft.race();
}

plan::RacePlan tunnel() {
    Draft draft;
    draft.leg("bike", bike, {{0, 0}, {2'500, 0}, {4'000, 600}, {4'500, 1'200}, {6'500, 1'200}});
    draft.point("before", PointKind::split, 0, 1, 3'000);
    draft.point("tunnel", PointKind::split, 0, 1, 4'500);
    draft.point("behind", PointKind::split, 0, 1, 5'500);
    return draft.race();
}

plan::RacePlan switchbacks() {
    Corners corners;
    for (int i = 0; i < 12; ++i) {
        const double north = 15.0 * i;
        corners.push_back({i % 2 == 0 ? 0.0 : 250.0, north});
        corners.push_back({i % 2 == 0 ? 250.0 : 0.0, north});
    }
    Draft draft;
    draft.leg("run", run, corners);
    draft.point("third", PointKind::split, 0, 1, 950);
    draft.point("two-thirds", PointKind::split, 0, 1, 1'960);
    return draft.race();
}

// The swim ends at a gate on land, some metres from the water.
plan::RacePlan triathlon() {
    Draft draft;
    draft.leg("swim", swim, {{0, 0}, {60, 170}, {130, 170}, {70, 0}});
    draft.leg("t1", course::Sport::transition, {{70, 0}, {70, -130}});
    draft.leg("bike", bike,
              {{70, -130}, {900, -130}, {900, -500}, {-100, -500}, {-100, -130}, {70, -130}}, 3);
    draft.leg("t2", course::Sport::transition, {{70, -130}, {70, -230}});
    draft.leg("run", run,
              {{70, -230}, {270, -230}, {270, -430}, {-130, -430}, {-130, -230}, {70, -230}}, 2);
    draft.point("swim-exit", PointKind::transition, 1, 1, 15);
    draft.point("bike-out", PointKind::transition, 1, 1, 130);
    draft.each_lap("bike-far", PointKind::split, 2, 830);
    draft.laps(2, "bike-lap");
    draft.point("bike-in", PointKind::transition, 3, 1, 0);
    draft.point("run-out", PointKind::transition, 3, 1, 100);
    draft.laps(4, "run-lap");
    return draft.race();
}

} // namespace

const std::vector<Shape>& shapes() {
    static const std::vector<Shape> all{
        {"out-and-back", out_and_back(), ordinary},
        {"figure-of-eight", figure_of_eight(), ordinary},
        {"tangent-circles", tangent_circles(), ordinary},
        {"shared-roads", shared_roads(), ordinary},
        {"crossing-legs", crossing_legs(), ordinary},
        {"many-laps", many_laps(), ordinary},
        {"warm-up", warm_up(), warms_up_and_cools_down},
        {"waiting", waiting(), waits_at_the_start},
        {"walking-back", walking_back(), walks_back},
        {"turning-back", turning_back(), turns_back_early},
        {"standing", standing(), stands},
        {"tunnel", tunnel(), goes_through_tunnels},
        {"silence", silence(), falls_silent},
        {"criterium", criterium(), ordinary},
        {"switchbacks", switchbacks(), ordinary},
        {"triathlon", triathlon(), ordinary},
    };
    return all;
}

const Shape& shape_called(std::string_view name) {
    const auto found = std::ranges::find(shapes(), name, &Shape::name);
    if (found == shapes().end()) {
        throw std::out_of_range{fmt::format("no shape is called {}", name)};
    }
    return *found;
}

} // namespace lanterne::truth
