#include "simulator/day/day_truth.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace lanterne::simulator {
namespace {

void expect(const Status<std::string>& status) {
    if (!status) {
        throw std::runtime_error{status.error()};
    }
}

TruthWriter begun(const std::string& folder, TruthRun run, const plan::RacePlan& plan) {
    auto writer = TruthWriter::begin(folder, std::move(run), truth_race(plan));
    if (!writer) {
        throw std::runtime_error{writer.error()};
    }
    return std::move(*writer);
}

/// From the course's line where it is or left it, positive to the right.
double beside_m(const plan::RacePlan& plan, std::size_t entry, const TrueState& state) {
    const course::Course& course = plan::course_of(plan, plan.entries[entry]);
    const double along = std::clamp(state.along.value, 0.0, course.length().value);
    const course::Course::Place place = course.place_at(Metres{along});
    const geo::Polyline& line = course.legs()[place.leg].line;
    const geo::PlanePoint ahead = line.direction_at(place.in_lap);
    const geo::PlanePoint off = line.plane().to_plane(state.position) - line.plane_at(place.in_lap);
    return dot(off, {ahead.north, -ahead.east});
}

std::string detail_of(const MishapEvent& event) {
    const MishapRule& rule = rule_of(event.kind);
    return rule.amount.empty() ? std::string{rule.says}
                               : fmt::format("{}: {:g} {}", rule.says, event.amount, rule.amount);
}

} // namespace

DayTruth::DayTruth(const std::string& folder, TruthRun run, const plan::RacePlan& plan,
                   const Peloton& peloton)
    : plan_{plan}, peloton_{peloton}, writer_{begun(folder, std::move(run), plan)},
      told_(plan.entries.size()), moments_(plan.entries.size()) {}

void DayTruth::second(std::span<const TrueState> states) {
    for (std::size_t entry = 0; entry < states.size(); ++entry) {
        const auto& passages = peloton_.passages(entry);
        for (; told_[entry] < passages.size(); ++told_[entry]) {
            const TruePassage& passage = passages[told_[entry]];
            expect(writer_.passage({.entry = entry, .point = passage.point, .time = passage.time}));
        }
        moments_[entry] = {.doing = states[entry].doing,
                           .along_m = states[entry].along.value,
                           .beside_m = beside_m(plan_, entry, states[entry])};
    }
    expect(writer_.second(peloton_.now(), moments_));
}

void DayTruth::mishap(const MishapEvent& event) {
    if (!event.begins) {
        return;
    }
    const MishapRule& rule = rule_of(event.kind);
    expect(writer_.fault({.time = event.at,
                          .kind = std::string{rule.word},
                          .whom = plan_.entries[event.entry].bib.text(),
                          .lasts = rule.lasts ? std::optional{event.lasts} : std::nullopt,
                          .detail = detail_of(event)}));
}

void DayTruth::finish(std::span<const UnitTally> units) { expect(writer_.finish(units)); }

} // namespace lanterne::simulator
