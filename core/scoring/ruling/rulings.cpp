#include "core/scoring/ruling/rulings.hpp"

#include <algorithm>
#include <set>

#include "core/scoring/ruling/find_point.hpp"
#include "core/scoring/ruling/objection.hpp"

namespace lanterne::scoring {
namespace {

std::vector<plan::Act> within_limit(std::vector<plan::Act> acts) {
    if (acts.size() > plan::max_acts) {
        std::ranges::stable_sort(acts, {}, &plan::Act::number);
        const auto same = std::ranges::unique(acts, {}, &plan::Act::number);
        acts.erase(same.begin(), same.end());
    }
    if (acts.size() > plan::max_acts) {
        acts.erase(acts.begin() + plan::max_acts, acts.end());
    }
    return acts;
}

template<class... Bodies>
bool is_one_of(const plan::Act& act) {
    return (std::holds_alternative<Bodies>(act.body) || ...);
}

} // namespace

Rulings::Rulings(const plan::RacePlan& plan, std::vector<plan::Act> acts)
    : plan_{&plan}, acts_{plan::in_force(within_limit(std::move(acts)))} {
    const ActCheck check{plan};
    std::erase_if(acts_, [&](const plan::Act& act) { return check.objection_to(act).has_value(); });
    for (const plan::Act& act : acts_) {
        sort_out(act);
    }
}

void Rulings::sort_out(const plan::Act& act) {
    const auto say = [&](const std::string& wave, WaveStart start) {
        auto& [number, said] = starts_[wave];
        if (number <= act.number) {
            number = act.number;
            said = start;
        }
    };
    if (const auto* start = std::get_if<plan::StartWave>(&act.body)) {
        say(start->wave, {.gun = act.effective, .standard_error_ms = start->standard_error_ms});
    } else if (const auto* hold = std::get_if<plan::HoldWave>(&act.body)) {
        say(hold->wave, {});
    } else if (const auto* move = std::get_if<plan::MoveGate>(&act.body)) {
        moves_.push_back(
            {.location = move->location, .position = move->position, .from = act.effective});
    } else if (is_one_of<plan::Neutralise, plan::Shorten, plan::DropLeg, plan::Extend>(act)) {
        about_many_.push_back(&act);
    } else if (is_one_of<plan::Read, plan::SetClock, plan::FinishOrder, plan::CloseCase>(act)) {
        about_race_.push_back(&act);
    } else {
        std::visit(
            [&](const auto& body) {
                if constexpr (requires { about_[Bib{body.bib}]; }) {
                    about_[Bib{body.bib}].push_back(&act);
                }
            },
            act.body);
    }
}

WaveStart Rulings::start_of(const plan::Entry& entry) const {
    const auto said = starts_.find(entry.wave);
    if (said != starts_.end()) {
        return said->second.second;
    }
    const auto wave = std::ranges::find(plan_->waves, entry.wave, &plan::Wave::id);
    return {.gun = wave == plan_->waves.end() ? plan_->start : wave->gun, .standard_error_ms = 0};
}

std::optional<UtcTime> Rulings::way_from(const plan::Entry& entry) const {
    const std::optional<UtcTime> gun = start_of(entry).gun;
    return gun && entry.slot ? entry.slot : gun;
}

CourseChange Rulings::change_of(const plan::Entry& entry) const {
    const course::Course& course = plan::course_of(*plan_, entry);
    std::set<std::size_t> dropped;
    for (const plan::Act* act : about_many_) {
        const auto* drop = std::get_if<plan::DropLeg>(&act->body);
        const auto leg = drop != nullptr && concerns(drop->whom, entry)
                             ? find_leg(course, drop->leg)
                             : std::nullopt;
        if (leg && dropped.size() + 1 < course.legs().size()) { // something is raced
            dropped.insert(*leg);
        }
    }
    return {.dropped_legs = {dropped.begin(), dropped.end()}, .moves = moves_};
}

const std::vector<const plan::Act*>& Rulings::about(const Bib& bib) const {
    static const std::vector<const plan::Act*> nothing;
    const auto found = about_.find(bib);
    return found == about_.end() ? nothing : found->second;
}

} // namespace lanterne::scoring
