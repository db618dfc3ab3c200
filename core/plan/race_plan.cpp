#include "core/plan/race_plan.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::plan {

namespace {

template<class Items>
auto named(const Items& items, const std::string& id) {
    return std::ranges::find_if(items, [&](const auto& item) { return item.id == id; });
}

template<class Groups>
std::string variant_in(const Groups& groups, const std::string& id) {
    const auto group = named(groups, id);
    return group == groups.end() ? std::string{} : group->variant;
}

} // namespace

const Variant* variant_of(const RacePlan& plan, const Entry& entry) {
    const std::string by_category = variant_in(plan.categories, entry.category);
    const std::string id = by_category.empty() ? variant_in(plan.waves, entry.wave) : by_category;
    const auto variant = named(plan.variants, id);
    return variant == plan.variants.end() ? nullptr : &*variant;
}

const course::Course& course_of(const RacePlan& plan, const Entry& entry) {
    const Variant* variant = variant_of(plan, entry);
    return variant == nullptr ? plan.course : variant->course;
}

std::vector<const course::Course*> courses_of(const RacePlan& plan) {
    std::vector<const course::Course*> courses{&plan.course};
    for (const Variant& variant : plan.variants) {
        courses.push_back(&variant.course);
    }
    return courses;
}

UtcTime race_time(const std::optional<RehearsalClock>& rehearsal, UtcTime wall) {
    if (!rehearsal) {
        return wall;
    }
    const double since = static_cast<double>((wall - rehearsal->wall_start).count());
    const double raced =
        static_cast<double>(to_ms(rehearsal->race_start)) + since * rehearsal->rate;
    // Clamped, because a wall clock from outside may be anything.
    return from_ms(std::llround(std::clamp(raced, static_cast<double>(to_ms(earliest_time)),
                                           static_cast<double>(to_ms(latest_time)))));
}

} // namespace lanterne::plan
