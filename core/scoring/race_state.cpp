#include "core/scoring/race_state.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "core/scoring/standings.hpp"

namespace lanterne::scoring {

Race::State::State(plan::RacePlan planned) : plan{std::move(planned)}, rulings{plan, {}} {
    for (const plan::Entry& entry : plan.entries) {
        places_.emplace(entry.bib, places_.size());
        field_.push_back(&entrants.emplace(entry.bib, enter(entry)).first->second);
    }
    open_ = not_looked_at();
    ended_ = open_;
}

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
    const Athlete* athlete = entrant.athlete();
    return {.plan = plan,
            .entry = entrant.entry(),
            .rulings = rulings,
            .course = entrant.course(),
            .athlete = athlete,
            .witnesses = {},
            .ended = ending == Ending::ended && athlete != nullptr
                         ? std::optional{athlete->at_end()}
                         : std::nullopt};
}

void Race::State::touch(const Bib& bib) {
    const std::size_t place = places_.at(bib);
    open_.due.insert(place);
    ended_.due.insert(place);
}

void Race::State::moves(const Bib& bib) {
    touch(bib);
    moved_.insert(bib);
}

void Race::State::rule(Rulings others) {
    rulings = std::move(others);
    witnesses = Witnesses{reads_of(rulings)};
    seen_.clear();
    open_ = not_looked_at();
    ended_ = open_;
    for (const auto& [bib, place] : places_) {
        moved_.insert(bib);
    }
}

LookedAt Race::State::not_looked_at() const {
    LookedAt nothing{.record = {.plan = &plan,
                                .entries = std::vector<EntryRecord>(plan.entries.size()),
                                .orders = orders()},
                     .beside = std::vector<LookedAt::Beside>(plan.entries.size()),
                     .due = {}};
    for (std::size_t place = 0; place < plan.entries.size(); ++place) {
        nothing.due.insert(nothing.due.end(), place);
    }
    return nothing;
}

std::vector<Bib> Race::State::place(const std::set<Bib>& bibs) {
    std::vector<Bib> changed;
    for (const Bib& bib : bibs) {
        if (witnesses.place(inputs_of(find(bib)))) {
            changed.push_back(bib);
        }
    }
    if (!changed.empty()) {
        const std::vector<Bib> by_clocks = witnesses.check_clocks();
        changed.insert(changed.end(), by_clocks.begin(), by_clocks.end());
    }
    return changed;
}

// Whom a loose read means follows from what the fixes of all say, and mostly they say nothing new.
std::vector<Bib> Race::State::place_loose(const std::set<Bib>& bibs) {
    if (witnesses.reads().loose.empty()) {
        return {};
    }
    bool has_changed = seen_.empty();
    seen_.resize(plan.entries.size());
    for (const Bib& bib : bibs) {
        const Entrant& entrant = find(bib);
        SeenEntry& known = seen_[places_.at(bib)];
        std::vector<Witness> seen = seen_by_fixes(inputs_of(entrant));
        has_changed = has_changed || seen != known.seen;
        known = {&entrant.entry(), &entrant.course().planned(), std::move(seen)};
    }
    return has_changed ? witnesses.place_loose(seen_) : std::vector<Bib>{};
}

void Race::State::witnessed_otherwise(const std::vector<Bib>& bibs) {
    for (const Bib& bib : bibs) {
        ++find(bib).revision;
        touch(bib);
    }
}

void Race::State::place_reads() {
    const std::set<Bib> bibs = std::exchange(moved_, {});
    if (witnesses.reads().is_empty() || bibs.empty()) {
        return;
    }
    witnessed_otherwise(place(bibs));
    witnessed_otherwise(place_loose(bibs));
}

void Race::State::look(LookedAt& at, std::size_t place, Ending ending) {
    const Entrant& entrant = find(plan.entries[place].bib);
    EntryInputs inputs = inputs_of(entrant, ending);
    const std::vector<Witness> others = witnesses.of(entrant.entry().bib);
    inputs.witnesses = others;
    EntryFindings found = scoring::find(inputs);
    found.record.is_unscored = entrant.is_unscored;
    at.record.entries[place] = std::move(found.record);
    at.beside[place] = {std::move(found.disagreements), std::move(found.doubted)};
}

const LookedAt& Race::State::look(Ending ending) {
    place_reads();
    LookedAt& at = looked_at(ending);
    for (const std::size_t place : at.due) {
        look(at, place, ending);
    }
    at.due.clear();
    return at;
}

const EntryRecord& Race::State::look(const Bib& bib) {
    place_reads();
    const std::size_t place = places_.at(find(bib).entry().bib);
    if (open_.due.contains(place)) {
        look(open_, place, Ending::open);
        open_.due.erase(place);
    }
    return open_.record.entries[place];
}

std::vector<Standing> Race::State::standings(const RaceRecord& record,
                                             std::optional<UtcTime> as_of) {
    return standings_of({.record = record, .entrants = field_}, as_of);
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
