#include "core/scoring/results/item.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include "core/scoring/record/separated.hpp"
#include "core/scoring/results/bunch.hpp"

namespace lanterne::scoring::results {
namespace {

void order_group(std::span<Item> group) {
    Milliseconds first = *group.front().placed.raced; // as it was seen, not as judges moved it
    const bool is_seen = std::ranges::all_of(group, [](const Item& item) {
        return item.end->place != 0 || !is_by_satellites(*item.end);
    });
    std::uint32_t place = 0;
    std::optional<std::pair<Milliseconds, std::uint32_t>> last;
    for (Item& item : group) {
        first = std::min(first, *item.placed.raced - item.end->moved);
        const std::pair here{*item.placed.raced, judged_place(*item.end)};
        place += last != here ? 1U : 0U;
        last = here;
        item.order = is_seen ? place : judged_place(*item.end);
        item.may_break_ties = is_seen || item.end->place != 0;
    }
    for (Item& item : group) {
        item.placed.raced = first;
    }
}

double variance_of(const Item& item) {
    return results::variance_of(item.begin) + results::variance_of(item.end);
}

// Those of as many laps who were pulled, or were not.
std::pair<bool, std::uint32_t> laps_of(const Item& item) {
    return {item.placed.competitor->outcome == plan::Outcome::lapped, item.placed.laps};
}

} // namespace

void group_times(std::vector<Item>& items, Milliseconds gap) {
    std::ranges::stable_sort(items, {}, [](const Item& item) {
        return std::pair{*item.placed.raced, judged_place(*item.end)};
    });
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= items.size(); ++i) {
        const bool splits =
            i == items.size() || *items[i].placed.raced - *items[i - 1].placed.raced >= gap;
        if (splits) {
            order_group(std::span{items}.subspan(begin, i - begin));
            begin = i;
        }
    }
}

void hear_judges(std::vector<Item>& items) {
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= items.size(); ++i) {
        const auto same_time = [&](const Item& item) {
            return item.placed.laps == items[begin].placed.laps &&
                   item.placed.total == items[begin].placed.total;
        };
        if (i < items.size() && same_time(items[i])) {
            continue;
        }
        const std::span<Item> run = std::span{items}.subspan(begin, i - begin);
        const bool together = std::ranges::all_of(run, [&](const Item& item) {
            return item.end->passage.time == run.front().end->passage.time;
        });
        for (Item& item : run) {
            item.order = together ? judged_place(*item.end) : 0;
        }
        begin = i;
    }
}

void join_bunches(std::vector<Item>& items) {
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= items.size(); ++i) {
        if (i < items.size() && laps_of(items[i]) == laps_of(items[begin])) {
            continue;
        }
        const std::span<Item> of_laps = std::span{items}.subspan(begin, i - begin);
        std::vector<Timed> times;
        std::ranges::transform(of_laps, std::back_inserter(times), [](const Item& item) {
            return Timed{*item.placed.total, variance_of(item), item.end};
        });
        for (const Bunch& bunch : bunches_of(times)) {
            for (Item& item : of_laps.subspan(bunch.begin, bunch.end - bunch.begin)) {
                item.sorted_by = times[bunch.begin].time;
                item.order = judged_place(*item.end);
                item.may_break_ties = item.end->place != 0;
            }
        }
        begin = i;
    }
}

bool are_linked(const Item& before, const Item& item) {
    const bool are_judged = before.end->place != 0 && item.end->place != 0;
    const bool are_told_apart =
        before.placed.total == item.placed.total && before.order != item.order;
    if (are_judged || are_told_apart || before.placed.laps != item.placed.laps) {
        return false;
    }
    return may_be_chance(*item.placed.total - *before.placed.total,
                         variance_of(before) + variance_of(item));
}

} // namespace lanterne::scoring::results
