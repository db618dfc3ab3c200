#include "core/scoring/results/item.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lanterne::scoring::results {
namespace {

constexpr double separated_deviations = 1.96;
constexpr std::uint32_t after_all_judged = std::numeric_limits<std::uint32_t>::max();

// Good for a time to the second, not for who was before whom by a wheel.
bool is_by_satellites(const JudgedPassage& passage) {
    return passage.passage.source == Source::gps || passage.passage.is_bridged;
}

std::uint32_t judged_order(const Item& item) {
    return item.end->place == 0 ? after_all_judged : item.end->place;
}

void order_group(std::span<Item> group) {
    Milliseconds first = *group.front().placed.raced; // as it was seen, not as judges moved it
    const bool is_seen = std::ranges::all_of(group, [](const Item& item) {
        return item.end->place != 0 || !is_by_satellites(*item.end);
    });
    std::uint32_t place = 0;
    std::optional<std::pair<Milliseconds, std::uint32_t>> last;
    for (Item& item : group) {
        first = std::min(first, *item.placed.raced - item.end->moved);
        const std::pair here{*item.placed.raced, judged_order(item)};
        place += last != here ? 1U : 0U;
        last = here;
        item.order = is_seen ? place : judged_order(item);
    }
    for (Item& item : group) {
        item.placed.raced = first;
    }
}

double variance_of(const JudgedPassage* passage) {
    const double error = passage == nullptr ? 0 : passage->passage.standard_error_ms;
    return error * error;
}

} // namespace

void group_times(std::vector<Item>& items, Milliseconds gap) {
    std::ranges::stable_sort(items, {}, [](const Item& item) {
        return std::pair{*item.placed.raced, judged_order(item)};
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
            item.order = together ? judged_order(item) : 0;
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
    const double apart =
        std::abs(static_cast<double>((*item.placed.total - *before.placed.total).count()));
    const double variance = variance_of(before.end) + variance_of(before.begin) +
                            variance_of(item.end) + variance_of(item.begin);
    return apart == 0 || apart < separated_deviations * std::sqrt(variance);
}

} // namespace lanterne::scoring::results
