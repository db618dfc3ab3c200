#include "core/scoring/results/placing.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "core/scoring/results/clock.hpp"
#include "core/scoring/results/item.hpp"

namespace lanterne::scoring::results {
namespace {

using plan::Outcome;

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

const plan::Segment* segment_named(const std::vector<plan::Segment>& segments,
                                   const std::string& id) {
    const auto found = std::ranges::find(segments, id, &plan::Segment::id);
    return found == segments.end() ? nullptr : &*found;
}

// The passage that started its clock; nullptr: a gun or a slot did.
const JudgedPassage* started_by(const Competitor& competitor, plan::TimeBasis basis) {
    const auto start = clock_start(competitor, basis);
    if (!start || competitor.passages.front().passage.source == Source::gun) {
        return nullptr;
    }
    const JudgedPassage& first = competitor.passages.front();
    return first.passage.time == *start ? &first : nullptr;
}

// With or without a time.
Item measured(const plan::Ranking& ranking, const plan::RacePlan& plan,
              const Competitor& competitor) {
    Item item{.placed = {.competitor = &competitor}};
    if (ranking.by == plan::Measure::laps) {
        item.placed.laps = competitor.laps - std::min(competitor.laps, competitor.penalties.laps);
    }
    if (ranking.basis == plan::TimeBasis::segment) {
        const auto segments = segments_of(plan.rules, *competitor.record);
        const plan::Segment* segment = segment_named(segments, ranking.segment);
        if (segment != nullptr) {
            item.begin = passage_at(competitor, segment->from);
            item.end = passage_at(competitor, segment->to);
            item.placed.raced = raced_over(competitor, *segment, ranking.basis);
        }
    } else {
        item.end = competitor.end ? &competitor.passages[*competitor.end] : nullptr;
        item.placed.raced = raced_at(competitor, item.end, ranking.basis);
        item.begin = started_by(competitor, ranking.basis);
    }
    return item;
}

bool has_place(const plan::Ranking& ranking, const Item& item) {
    const Outcome outcome = item.placed.competitor->outcome;
    const bool laps_count = ranking.by == plan::Measure::laps && outcome == Outcome::lapped;
    const bool is_over_segment =
        ranking.basis == plan::TimeBasis::segment && outcome == Outcome::racing;
    return item.placed.raced && item.end != nullptr &&
           (outcome == Outcome::finished || laps_count || is_over_segment);
}

std::int64_t tie_value(const plan::TieRule& rule, const plan::Ranking& ranking,
                       const plan::RacePlan& plan, const Competitor& competitor) {
    const std::optional<int> born = competitor.record->entry->birth_year;
    if (rule.by == plan::TieBreak::older) {
        return born ? *born : never;
    }
    if (rule.by == plan::TieBreak::younger) {
        return born ? -*born : never;
    }
    const auto segments = segments_of(plan.rules, *competitor.record);
    const plan::Segment* segment = segment_named(segments, rule.segment);
    const auto raced =
        segment == nullptr ? std::nullopt : raced_over(competitor, *segment, ranking.basis);
    return raced ? raced->count() : never;
}

// Who was pulled comes behind who was not.
auto merit(const Item& item) {
    return std::tuple{item.placed.competitor->outcome == Outcome::lapped,
                      -std::int64_t{item.placed.laps}, item.sorted_by, item.order, item.ties};
}

void give_ranks(std::vector<Item>& items) {
    std::vector<std::pair<std::size_t, std::size_t>> moved; // where to, and index
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t places = items[i].placed.competitor->penalties.places;
        moved.emplace_back(2 * (i + places) + (places > 0 ? 1 : 0), i);
    }
    std::ranges::sort(moved);
    std::vector<Item> sorted;
    sorted.reserve(items.size());
    for (const auto& [to, from] : moved) {
        Item item = std::move(items[from]);
        const bool is_moved = item.placed.competitor->penalties.places > 0;
        const bool shares = !sorted.empty() && !is_moved &&
                            sorted.back().placed.competitor->penalties.places == 0 &&
                            merit(sorted.back()) == merit(item);
        item.placed.rank =
            shares ? sorted.back().placed.rank : static_cast<std::uint32_t>(sorted.size() + 1);
        item.placed.is_linked = !sorted.empty() && are_linked(sorted.back(), item);
        sorted.push_back(std::move(item));
    }
    items = std::move(sorted);
}

void put_in_order(const plan::Ranking& ranking, const plan::RacePlan& plan,
                  std::vector<Item>& items) {
    if (ranking.group_gap) {
        group_times(items, *ranking.group_gap);
    }
    for (Item& item : items) {
        item.placed.total = *item.placed.raced + item.placed.competitor->penalties.time;
        item.sorted_by = *item.placed.total;
    }
    // Items came by bib, and stay so where nothing else tells them apart.
    std::ranges::stable_sort(items, {}, merit);
    if (!ranking.group_gap) {
        hear_judges(items);
        std::ranges::stable_sort(items, {}, merit);
    }
    join_bunches(items);
    for (Item& item : items) {
        for (const plan::TieRule& rule : ranking.ties) {
            item.ties.push_back(item.may_break_ties
                                    ? tie_value(rule, ranking, plan, *item.placed.competitor)
                                    : never);
        }
    }
    std::ranges::stable_sort(items, {}, merit);
    give_ranks(items);
}

// Of those without a place: the order of outcomes, then how far they came, and when.
auto merit_without_place(const Item& item, const plan::Rules& rules) {
    const Competitor& competitor = *item.placed.competitor;
    const auto outcome = std::ranges::find(rules.order, competitor.outcome);
    const bool has_none = competitor.passages.empty();
    const Passage last = has_none ? Passage{} : competitor.passages.back().passage;
    const auto raced =
        has_none ? std::nullopt
                 : raced_at(competitor, &competitor.passages.back(), plan::TimeBasis::planned);
    return std::tuple{outcome - rules.order.begin(), competitor.outcome, has_none,
                      -static_cast<std::int64_t>(last.point), raced.value_or(Milliseconds::max())};
}

using MeritWithoutPlace =
    decltype(merit_without_place(std::declval<Item>(), std::declval<plan::Rules>()));

} // namespace

std::vector<Placed> placing_of(const plan::Ranking& ranking, const plan::RacePlan& plan,
                               std::span<const Competitor> competitors) {
    std::vector<Item> placed;
    std::vector<std::pair<MeritWithoutPlace, Placed>> others;
    for (const Competitor& competitor : competitors) {
        if (!is_in(ranking.who, plan, *competitor.record)) {
            continue;
        }
        Item item = measured(ranking, plan, competitor);
        if (has_place(ranking, item)) {
            placed.push_back(std::move(item));
        } else {
            others.emplace_back(merit_without_place(item, plan.rules), item.placed);
        }
    }
    put_in_order(ranking, plan, placed);
    std::ranges::stable_sort(others, {}, &std::pair<MeritWithoutPlace, Placed>::first);
    std::vector<Placed> all;
    all.reserve(placed.size() + others.size());
    for (const Item& item : placed) {
        all.push_back(item.placed);
    }
    for (const auto& [merit, other] : others) {
        all.push_back(other);
    }
    return all;
}

} // namespace lanterne::scoring::results
