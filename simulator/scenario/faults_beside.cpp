#include <algorithm>

#include <fmt/format.h>

#include "simulator/scenario/read_scenario.hpp"

namespace lanterne::simulator {
namespace {

/// Looks for what the race does not have.
class Beside {
public:
    explicit Beside(const plan::RacePlan& plan) : plan_{plan} {}

    std::vector<std::string> faults;

    void stretch(std::string_view what, const std::string& leg, double from_m, double to_m) {
        const course::Leg* found = leg_called(what, leg);
        if (found == nullptr) {
            return;
        }
        const double lap_m = course::lap_length(*found).value;
        if (from_m >= to_m || to_m > lap_m + 1) {
            faults.push_back(fmt::format("{} on {} is from {:g} to {:g} m; within 0 to {:.0f} m, "
                                         "the first smaller, would be right",
                                         what, leg, from_m, to_m, lap_m));
        }
    }

    void mishap(const Mishap& mishap) {
        const std::string_view word = rule_of(mishap.kind).word;
        if (const auto* place = std::get_if<PassesPlace>(&mishap.when)) {
            passes(word, *place);
        }
        for (const Bib& bib : mishap.whom.bibs) {
            if (!std::ranges::count(plan_.entries, bib, &plan::Entry::bib)) {
                faults.push_back(fmt::format("mishap {}: nobody has bib {}", word, bib.text()));
            }
        }
    }

private:
    const course::Leg* leg_called(std::string_view what, const std::string& id) {
        const auto& legs = plan_.course.legs();
        const auto found = std::ranges::find(legs, id, &course::Leg::id);
        if (found != legs.end()) {
            return &*found;
        }
        std::string known;
        for (const course::Leg& leg : legs) {
            known += (known.empty() ? "" : ", ") + leg.id;
        }
        faults.push_back(
            fmt::format("{}: the race has no leg {}; one of {} would be right", what, id, known));
        return nullptr;
    }

    void passes(std::string_view word, const PassesPlace& place) {
        const course::Leg* leg = leg_called(word, place.leg);
        if (leg == nullptr) {
            return;
        }
        const double lap_m = course::lap_length(*leg).value;
        if (place.lap > leg->laps || place.metres > lap_m) {
            faults.push_back(
                fmt::format("mishap {}: {} has laps 1 to {} of {:.0f} m, not lap {} metre {:g}",
                            word, place.leg, leg->laps, lap_m, place.lap, place.metres));
        }
    }

    const plan::RacePlan& plan_;
};

} // namespace

std::vector<std::string> faults_beside(const Scenario& scenario, const plan::RacePlan& plan) {
    Beside beside{plan};
    for (const Stretch& stretch : scenario.surroundings) {
        beside.stretch("surroundings", stretch.leg, stretch.from.value, stretch.to.value);
    }
    for (const Hole& hole : scenario.holes) {
        beside.stretch("hole", hole.leg, hole.from_m, hole.to_m);
    }
    for (const Mishap& mishap : scenario.mishaps) {
        beside.mishap(mishap);
    }
    return std::move(beside.faults);
}

} // namespace lanterne::simulator
