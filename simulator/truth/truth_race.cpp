#include "simulator/truth/truth_race.hpp"

#include <algorithm>

#include "core/plan/board.hpp"

namespace lanterne::simulator {

namespace {

TrueCourse true_course(std::string variant, const course::Course& course) {
    TrueCourse made{.variant = std::move(variant), .legs = {}, .points = {}};
    for (const course::Leg& leg : course.legs()) {
        made.legs.push_back({.id = leg.id,
                             .sport = leg.sport,
                             .begin_m = leg.begin.value,
                             .end_m = leg.end.value,
                             .laps = leg.laps});
    }
    for (const course::TimingPoint& point : course.points()) {
        made.points.push_back({.id = point.id,
                               .kind = point.kind,
                               .leg = point.leg,
                               .lap = point.lap,
                               .along_m = point.along.value});
    }
    return made;
}

std::size_t course_index(const plan::RacePlan& plan, const plan::Entry& entry) {
    const plan::Variant* variant = plan::variant_of(plan, entry);
    return variant == nullptr ? 0 : static_cast<std::size_t>(variant - plan.variants.data()) + 1;
}

UtcTime gun_of(const plan::RacePlan& plan, const plan::Entry& entry) {
    const auto wave = std::ranges::find(plan.waves, entry.wave, &plan::Wave::id);
    return wave == plan.waves.end() ? plan.start : wave->gun;
}

} // namespace

const TrueLeg& TrueCourse::leg_at(double along_m) const {
    const auto found =
        std::ranges::find_if(legs, [&](const TrueLeg& leg) { return along_m < leg.end_m; });
    return found == legs.end() ? legs.back() : *found;
}

TruthRace truth_race(const plan::RacePlan& plan) {
    TruthRace race;
    race.courses.push_back(true_course("", plan.course));
    for (const plan::Variant& variant : plan.variants) {
        race.courses.push_back(true_course(variant.id, variant.course));
    }
    const std::vector<plan::Ranking> rankings = plan::rankings_of(plan);
    for (const plan::Ranking& ranking : rankings) {
        race.groups.push_back({.id = ranking.id, .basis = ranking.basis, .by = ranking.by});
    }
    for (const plan::Entry& entry : plan.entries) {
        race.entries.push_back({.bib = entry.bib,
                                .unit = entry.unit,
                                .course = course_index(plan, entry),
                                .group = plan::board_ranking(plan, rankings, entry),
                                .gun = gun_of(plan, entry),
                                .slot = entry.slot});
    }
    return race;
}

} // namespace lanterne::simulator
