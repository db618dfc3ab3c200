#include "core/plan/act.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace lanterne::plan {

bool counts_before(const Act& a, const Act& b) {
    return std::tie(a.effective, a.number) < std::tie(b.effective, b.number);
}

std::vector<Act> in_force(std::vector<Act> acts) {
    std::ranges::stable_sort(acts, {}, &Act::number);
    const auto same = std::ranges::unique(acts, {}, &Act::number);
    acts.erase(same.begin(), same.end());
    // From the last to the first: whether an undoing itself was undone is known before it counts.
    std::map<std::int64_t, bool> undone;
    for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
        const auto* undo = std::get_if<Undo>(&act->body);
        if (undo != nullptr && undo->number < act->number && !undone[act->number]) {
            undone[undo->number] = true;
        }
    }
    std::erase_if(acts, [&](const Act& act) {
        return undone[act.number] || std::holds_alternative<Undo>(act.body);
    });
    std::ranges::sort(acts, counts_before);
    return acts;
}

} // namespace lanterne::plan
