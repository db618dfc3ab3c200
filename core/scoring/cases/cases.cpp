#include "core/scoring/cases/cases.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "core/scoring/cases/entry_cases.hpp"
#include "core/scoring/cases/race_cases.hpp"

namespace lanterne::scoring {
namespace {

void move_to(std::vector<Case>& all, std::vector<Case> some) {
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
}

// The first of those that share a name lasts until the last of them has ended.
void join(Case& first, const Case& again) {
    if (!again.ended || !first.ended) {
        first.ended.reset();
    } else {
        first.ended = std::max(*first.ended, *again.ended);
    }
}

std::vector<const plan::CloseCase*> closed(const Rulings& rulings) {
    std::vector<const plan::CloseCase*> closed;
    for (const plan::Act* act : rulings.about_race()) {
        if (const auto* close = std::get_if<plan::CloseCase>(&act->body)) {
            closed.push_back(close);
        }
    }
    return closed;
}

} // namespace

std::vector<Case> cases_of(const CaseInputs& inputs) {
    std::vector<Case> all;
    for (const CaseEntry& one : inputs.entries) {
        move_to(all, cases_of(inputs, one));
    }
    move_to(all, clock_cases(inputs));
    move_to(all, order_cases(inputs));
    move_to(all, separation_cases(inputs));
    move_to(all, limit_cases(inputs));
    move_to(all, drafting_cases(inputs));
    std::ranges::stable_sort(all, {}, &Case::from);
    std::map<std::string, Case> by_name;
    for (Case& one : all) {
        const auto [known, is_new] = by_name.try_emplace(identity_of(one), one);
        if (!is_new) {
            join(known->second, one);
        }
    }
    for (const plan::CloseCase* close : closed(inputs.rulings)) {
        for (auto& [identity, one] : by_name) {
            if (is_same_case(identity, close->identity)) {
                one.verdict = close->verdict;
            }
        }
    }
    std::vector<Case> cases;
    for (auto& [identity, one] : by_name) {
        cases.push_back(std::move(one));
    }
    return cases;
}

} // namespace lanterne::scoring
