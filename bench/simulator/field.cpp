#include "bench/simulator/field.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "simulator/athletes/peloton.hpp"
#include "simulator/receivers/receiver_model.hpp"

namespace lanterne::bench {
namespace {

using course::Sport;
using geo::PlanePoint;
using simulator::Peloton;
using simulator::ReceiverModel;
using simulator::Sky;

constexpr int athletes = 10'000;
constexpr int seconds = 300;
constexpr std::uint64_t seed = 1;
constexpr double most_us = 2;
constexpr double most_bytes = 1'024;

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

// 40 km that turn left and right, in hills.
plan::RacePlan plan_of(Sport sport) {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    std::vector<Position> points;
    std::vector<course::Elevation::Sample> heights;
    PlanePoint at;
    for (int i = 0; i <= 400; ++i) {
        points.push_back(ground.to_position(at));
        heights.push_back({.along = Metres{100.0 * i}, .height_m = i % 40 < 20 ? 100.0 : 150.0});
        at = at + (i % 2 == 0 ? PlanePoint{80, 60} : PlanePoint{60, -80});
    }
    const geo::Polyline line{points};
    const course::Elevation elevation{heights, line.length()};
    std::vector<course::Leg> legs{
        {.id = "way", .name = "Way", .sport = sport, .line = line, .elevation = elevation}};
    course::unroll(legs);
    plan::RacePlan plan{.name = "Ten thousand",
                        .slug = Slug::from("ten-thousand").value(),
                        .time_zone = "UTC",
                        .start = gun,
                        .course = course::Course{legs, {}, {}},
                        .waves = {{.id = "all", .name = "All", .gun = gun}}};
    for (int bib = 1; bib <= athletes; ++bib) {
        plan.entries.push_back(
            {.bib = Bib::from(std::to_string(bib)).value(), .name = "", .wave = "all"});
    }
    return plan;
}

template<class Work>
double us_each(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::micro> taken =
        std::chrono::steady_clock::now() - begin;
    return taken.count() / seconds / athletes;
}

Row row(std::string key, std::string what, double measured, std::string unit) {
    const double most = unit == "us" ? most_us : most_bytes;
    return {.key = std::move(key),
            .what = std::move(what),
            .measured = measured,
            .unit = std::move(unit),
            .most = most};
}

double step_us(Sport sport) {
    const plan::RacePlan plan = plan_of(sport);
    Peloton peloton{plan, {}, seed};
    while (peloton.now() < gun + std::chrono::minutes{2}) {
        peloton.step();
    }
    return us_each([&] {
        for (int second = 0; second < seconds; ++second) {
            peloton.step();
        }
    });
}

double hear_us() {
    const plan::RacePlan plan = plan_of(Sport::run);
    Peloton peloton{plan, {}, seed};
    while (peloton.now() < gun + std::chrono::minutes{2}) {
        peloton.step();
    }
    const Sky sky{plan.course, {}, seed};
    std::vector<ReceiverModel> receivers;
    for (std::uint64_t stream = 0; stream < athletes; ++stream) {
        receivers.emplace_back(sky, simulator::ReceiverSettings{}, seed, stream);
    }
    std::size_t heard = 0;
    const double taken = us_each([&] {
        for (int second = 0; second < seconds; ++second) {
            peloton.step();
            for (std::size_t i = 0; i < receivers.size(); ++i) {
                heard += receivers[i].hear(peloton.at(i, peloton.now()), peloton.now()).size();
            }
        }
    });
    return heard > 0 ? taken : 0;
}

} // namespace

std::vector<Row> field() {
    return {
        row("field_runner_us", "a runner's second", step_us(Sport::run), "us"),
        row("field_rider_us", "a rider's second, in a bunch", step_us(Sport::bike), "us"),
        row("field_receiver_us", "a runner's second, where it is, and its receiver", hear_us(),
            "us"),
        row("field_athlete_bytes", "memory an athlete, besides 16 bytes a passage",
            sizeof(simulator::Racer) + sizeof(simulator::Wheel) + sizeof(simulator::Bunch::Member),
            "bytes"),
        row("field_receiver_bytes", "memory a receiver", sizeof(ReceiverModel), "bytes")};
}

} // namespace lanterne::bench
