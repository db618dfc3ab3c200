#include "web-api/page/names.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::web::page {

Names::Names(const plan::RacePlan& plan) : plan_{plan} {
    for (const auto& entry : plan.entries) {
        entries_.emplace(entry.bib, &entry);
    }
}

const plan::Entry* Names::entry(const Bib& bib) const {
    const auto found = entries_.find(bib);
    return found == entries_.end() ? nullptr : found->second;
}

std::string Names::colour(const plan::Entry& entry) const {
    const auto found = std::ranges::find(plan_.categories, entry.category, &plan::Category::id);
    const auto index = found == plan_.categories.end() ? 0 : found - plan_.categories.begin();
    return std::to_string(static_cast<std::size_t>(index) % category_colours);
}

std::string Names::category(const plan::Entry& entry) const {
    const auto found = std::ranges::find(plan_.categories, entry.category, &plan::Category::id);
    return found == plan_.categories.end() ? std::string{} : found->name;
}

const course::Course& Names::course(const Bib& bib) const {
    const plan::Entry* who = entry(bib);
    return who == nullptr ? plan_.course : plan::course_of(plan_, *who);
}

UtcTime Names::gun(const plan::Entry& entry) const {
    const auto found = std::ranges::find(plan_.waves, entry.wave, &plan::Wave::id);
    return found == plan_.waves.end() ? plan_.start : found->gun;
}

std::string Names::point(const Bib& bib, const std::string& id, std::size_t leg,
                         std::uint32_t lap) const {
    const course::Course& course = this->course(bib);
    const auto& points = course.points();
    const auto found =
        std::ranges::find_if(points, [&](const auto& each) { return each.id == id; });
    const std::string name = found == points.end() ? id : found->name;
    const bool is_finish =
        found != points.end() && found->kind == course::PointKind::finish; // there is one
    const bool laps = !is_finish && leg < course.legs().size() && course.legs()[leg].laps > 1;
    return laps ? fmt::format("{} {}", name, lap) : name;
}

} // namespace lanterne::web::page
