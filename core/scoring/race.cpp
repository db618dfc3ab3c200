#include "core/scoring/race.hpp"

#include <algorithm>
#include <utility>

#include "core/scoring/race_state.hpp"
#include "core/scoring/scored_order.hpp"

namespace lanterne::scoring {

Race::Race(plan::RacePlan plan) : state_{std::make_unique<State>(std::move(plan))} {}

Race::~Race() = default;
Race::Race(Race&&) noexcept = default;
Race& Race::operator=(Race&&) noexcept = default;

const plan::RacePlan& Race::plan() const { return state_->plan; }

bool Race::apply(const Bib& bib, std::span<const Fix> fixes) {
    Entrant& entrant = state_->find(bib);
    state_->moves(bib);
    return entrant.take_in_order(fixes);
}

void Race::rescore(const Bib& bib, std::vector<Fix> all_fixes) {
    Entrant& entrant = state_->find(bib);
    entrant.is_unscored = false;
    entrant.go_back({});
    state_->moves(bib);
    entrant.take(std::move(all_fixes));
}

Race::Apart::Apart(std::unique_ptr<Entrant> entrant) : entrant_{std::move(entrant)} {}

Race::Apart::~Apart() = default;
Race::Apart::Apart(Apart&&) noexcept = default;
Race::Apart& Race::Apart::operator=(Apart&&) noexcept = default;

Race::Apart Race::score_apart(const Bib& bib, std::vector<Fix> all_fixes) const {
    auto apart = std::make_unique<Entrant>(state_->find(bib));
    apart->is_unscored = false;
    apart->go_back({});
    apart->take(std::move(all_fixes));
    return Apart{std::move(apart)};
}

bool Race::take(Apart apart) {
    const plan::Entry& entry = apart.entrant_->entry();
    if (!apart.entrant_->is_matched(state_->rulings.change_of(entry),
                                    state_->rulings.way_from(entry))) {
        return false;
    }
    Entrant& entrant = state_->find(entry.bib);
    const std::uint64_t revision = entrant.revision;
    entrant = std::move(*apart.entrant_);
    entrant.revision = std::max(revision, entrant.revision) + 1;
    state_->moves(entry.bib);
    return true;
}

std::optional<UtcTime> Race::kept_before(const Bib& bib, UtcTime late) const {
    return state_->find(bib).kept_before(late);
}

bool Race::rescore_since(const Bib& bib, UtcTime kept, std::vector<Fix> newer) {
    Entrant& entrant = state_->find(bib);
    const bool are_newer =
        std::ranges::all_of(newer, [&](const Fix& fix) { return fix.time > kept; });
    if (!are_newer || !entrant.go_back(kept)) {
        return false;
    }
    entrant.is_unscored = false;
    state_->moves(bib);
    return entrant.take(std::move(newer));
}

std::vector<Bib> Race::set_acts(std::vector<plan::Act> acts) {
    state_->rule(Rulings{state_->plan, std::move(acts)});
    std::vector<Bib> changed;
    for (auto& [bib, entrant] : state_->entrants) {
        ++entrant.revision;
        const plan::Entry& entry = entrant.entry();
        if (entrant.is_matched(state_->rulings.change_of(entry), state_->rulings.way_from(entry))) {
            continue;
        }
        const std::uint64_t revision = entrant.revision;
        const bool is_unscored = entrant.is_unscored;
        entrant = state_->enter(entry);
        entrant.revision = revision;
        entrant.is_unscored = is_unscored;
        changed.push_back(bib);
    }
    std::erase_if(state_->courses, [](const auto& course) { return course.use_count() == 1; });
    return changed;
}

void Race::mark_unscored(const Bib& bib) {
    state_->find(bib).is_unscored = true;
    state_->touch(bib);
}

std::uint64_t Race::revision(const Bib& bib) const {
    state_->place_reads();
    return state_->find(bib).revision;
}

} // namespace lanterne::scoring
