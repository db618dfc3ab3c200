#include "core/course/matching/landing.hpp"

#include <cmath>
#include <limits>

namespace lanterne::course {
namespace {

// Out of the water people run: so fast in the mean of so many seconds, and a few metres inland.
constexpr double running_mps = 2.2;
constexpr double nearly_running_mps = 2.0;
constexpr double running_s = 8;
constexpr double inland_m = 8;
constexpr double land_deviations = 3;
constexpr double shore_m = 1; // a timing point so close to a swim's end is its exit

// At sea a fix says little of the shore, but nobody swims as fast as people run, or far inland.
bool is_ashore(const History& history, const Steps& steps, double swim_end) {
    if (history.is_away() || history.step == Steps::none) {
        return false;
    }
    if (history.along() > swim_end + land_deviations * history.estimate().along_sd()) {
        return true;
    }
    double sum = 0;
    double count = 0;
    double covered = 0;
    for (std::int16_t i = history.step; i != Steps::none; i = steps[i].before) {
        if (steps[i].t() < history.t() - running_s) {
            break;
        }
        sum += steps[i].speed_cmps == Step::no_speed ? 0 : steps[i].speed_cmps / 100.0;
        ++count;
        covered = history.t() - steps[i].t();
    }
    return covered >= running_s / 2 && sum / count >= running_mps &&
           steps[history.step].along() > swim_end + inland_m;
}

bool is_land(const Step& step, double swim_end) {
    return step.speed_cmps != Step::no_speed ? step.speed_cmps >= 100 * nearly_running_mps
                                             : step.along() >= swim_end;
}

void land(const Course& course, History& history, Steps& steps) {
    const double swim_end = course.legs()[history.leg()].end.value;
    const std::size_t next = history.leg() + 1;
    std::int16_t first = history.step;
    steps[first].leg = static_cast<std::uint16_t>(next);
    while (steps[first].before != Steps::none && is_land(steps[steps[first].before], swim_end)) {
        first = steps[first].before;
        steps[first].leg = static_cast<std::uint16_t>(next);
    }
    history.land(sighting_of(course, steps[history.step], std::nullopt));
    history.enter(std::max(next, leg_at(course, history.along())));
}

} // namespace

bool is_at_sea(const Course& course, const History& history) {
    return course.legs()[history.leg()].sport == Sport::swim &&
           history.leg() + 1 < course.legs().size();
}

double passable_end(const Course& course, const History& history) {
    return is_at_sea(course, history) ? course.legs()[history.leg()].end.value - shore_m
                                      : std::numeric_limits<double>::infinity();
}

void enter_leg(const Course& course, History& history, Steps& steps) {
    if (history.is_away()) {
        return;
    }
    if (is_at_sea(course, history)) {
        if (is_ashore(history, steps, course.legs()[history.leg()].end.value)) {
            land(course, history, steps);
        }
        return;
    }
    const std::size_t there = leg_at(course, history.along());
    if (there > history.leg() || course.legs()[there].sport != Sport::swim) {
        history.enter(there);
    }
}

} // namespace lanterne::course
