#include "core/scoring/race_state.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "core/scoring/standings.hpp"

namespace lanterne::scoring {

Entrant& Race::State::find(const Bib& bib) {
    const auto found = entrants.find(bib);
    if (found == entrants.end()) {
        throw std::out_of_range{fmt::format("nobody wears bib {}", bib.text())};
    }
    return found->second;
}

std::shared_ptr<const ScoredCourse> Race::State::course_of(const plan::Entry& entry,
                                                           CourseChange change) {
    const course::Course& planned = plan::course_of(plan, entry);
    const auto known = std::ranges::find_if(courses, [&](const auto& course) {
        return &course->planned() == &planned && course->change() == change;
    });
    if (known != courses.end()) {
        return *known;
    }
    return courses.emplace_back(std::make_shared<const ScoredCourse>(planned, std::move(change)));
}

Entrant Race::State::enter(const plan::Entry& entry) {
    return Entrant{entry, course_of(entry, rulings.change_of(entry)), rulings.way_from(entry)};
}

EntryInputs Race::State::inputs_of(const Entrant& entrant, Ending ending) const {
    return {.plan = plan,
            .entry = entrant.entry(),
            .rulings = rulings,
            .course = entrant.course(),
            .athlete = entrant.athlete(),
            .witnesses = {},
            .ending = ending};
}

std::vector<Bib> Race::State::place_moved() {
    bool has_changed = false;
    for (const Bib& bib : std::exchange(moved, {})) {
        Entrant& entrant = find(bib);
        if (witnesses.place(inputs_of(entrant))) {
            ++entrant.revision;
            has_changed = true;
        }
    }
    return has_changed ? witnesses.check_clocks() : std::vector<Bib>{};
}

std::vector<Bib> Race::State::place_loose() {
    if (witnesses.reads().loose.empty()) {
        return {};
    }
    std::vector<SeenEntry> seen;
    for (const auto& [bib, entrant] : entrants) {
        seen.push_back(
            {&entrant.entry(), &entrant.course().planned(), seen_by_fixes(inputs_of(entrant))});
    }
    return witnesses.place_loose(seen);
}

void Race::State::place_reads() {
    if (witnesses.reads().is_empty() || moved.empty()) {
        moved.clear();
        return;
    }
    for (const Bib& bib : place_moved()) {
        ++find(bib).revision;
    }
    for (const Bib& bib : place_loose()) {
        ++find(bib).revision;
    }
}

EntryFindings Race::State::look(const Entrant& entrant, Ending ending) {
    place_reads();
    EntryInputs inputs = inputs_of(entrant, ending);
    const std::vector<Witness> others = witnesses.of(entrant.entry().bib);
    inputs.witnesses = others;
    EntryFindings found = scoring::find(inputs);
    found.record.is_unscored = entrant.is_unscored;
    return found;
}

RaceRecord Race::State::record(Ending ending) {
    RaceRecord record{.plan = &plan, .entries = {}, .orders = orders()};
    record.entries.reserve(plan.entries.size());
    for (const plan::Entry& entry : plan.entries) {
        record.entries.push_back(look(find(entry.bib), ending).record);
    }
    return record;
}

std::vector<Standing> Race::State::standings(const RaceRecord& record,
                                             std::optional<UtcTime> as_of) {
    std::vector<const Entrant*> field;
    field.reserve(record.entries.size());
    for (const EntryRecord& entry : record.entries) {
        field.push_back(&find(entry.entry->bib));
    }
    return standings_of({.record = record, .entrants = field}, as_of);
}

std::vector<plan::FinishOrder> Race::State::orders() const {
    std::map<plan::PointLap, plan::FinishOrder> last;
    for (const plan::Act* act : rulings.about_race()) {
        if (const auto* order = std::get_if<plan::FinishOrder>(&act->body)) {
            last[order->at] = *order;
        }
    }
    std::vector<plan::FinishOrder> orders;
    for (auto& [at, order] : last) {
        orders.push_back(std::move(order));
    }
    return orders;
}

} // namespace lanterne::scoring
