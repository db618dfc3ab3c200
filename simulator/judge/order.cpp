#include "simulator/judge/order.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace lanterne::simulator::judge {

namespace {

constexpr std::size_t most_examples = 20;

using Order = std::vector<std::size_t>; // indexes into a group, best first

/// Ranks of those in the order: 1, 2, 2, 4 where `rank` is equal.
template<class RankOf>
std::vector<std::uint32_t> ranks_in(const Order& order, std::size_t size, RankOf rank) {
    std::vector<std::uint32_t> ranks(size);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const bool shares = i > 0 && rank(order[i - 1]) == rank(order[i]);
        ranks[order[i]] = shares ? ranks[order[i - 1]] : static_cast<std::uint32_t>(i + 1);
    }
    return ranks;
}

bool is_on_way(const ToldMoment& truth) { return truth.doing != Doing::finished; }

/// How far before and behind a place in the true order others are who cannot be told apart from it.
std::pair<std::size_t, std::size_t> crowd_at(const Order& order, std::size_t at,
                                             std::span<const Placed> group) {
    constexpr auto apart_dm = static_cast<std::int32_t>(OrderJudge::apart_m * 10);
    const ToldMoment& own = group[order[at]].truth;
    const auto is_near = [&](std::size_t other) {
        const ToldMoment& truth = group[order[other]].truth;
        return is_on_way(own) && is_on_way(truth) &&
               std::abs(truth.along_dm - own.along_dm) < apart_dm;
    };
    std::size_t first = at;
    while (first > 0 && is_near(first - 1)) {
        --first;
    }
    std::size_t last = at;
    while (last + 1 < order.size() && is_near(last + 1)) {
        ++last;
    }
    return {first + 1, last + 1};
}

} // namespace

void OrderJudge::look(std::span<const Placed> group) {
    Order order;
    for (std::size_t i = 0; i < group.size(); ++i) {
        const bool is_said = group[i].said_rank > 0;
        const bool is_true = group[i].truth.rank > 0;
        verdict_.ranked_without += is_said && !is_true ? 1U : 0U;
        verdict_.unranked += is_true && !is_said ? 1U : 0U;
        if (is_said && is_true) {
            order.push_back(i);
        }
    }
    const auto said_rank = [&](std::size_t i) { return group[i].said_rank; };
    const auto true_rank = [&](std::size_t i) { return group[i].truth.rank; };
    std::ranges::sort(order, {}, said_rank);
    const std::vector<std::uint32_t> said = ranks_in(order, group.size(), said_rank);
    std::ranges::sort(order, {}, true_rank);
    const std::vector<std::uint32_t> truly = ranks_in(order, group.size(), true_rank);
    for (std::size_t at = 0; at < order.size(); ++at) {
        const std::size_t who = order[at];
        const bool is_right = said[who] == truly[who];
        const auto [first, last] = crowd_at(order, at, group);
        verdict_.right.add(is_right);
        verdict_.near.add(is_right || (said[who] >= first && said[who] <= last));
    }
}

FinalVerdict judge_final(std::span<const FinalPlace> group) {
    Order order;
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (group[i].said_rank > 0 && group[i].true_rank > 0) {
            order.push_back(i);
        }
    }
    const auto true_rank = [&](std::size_t i) { return group[i].true_rank; };
    std::ranges::sort(order, {}, true_rank);
    const std::vector<std::uint32_t> truly = ranks_in(order, group.size(), true_rank);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return group[i].said_rank; });
    FinalVerdict verdict{.ranked = order.size(), .wrong = 0, .examples = {}};
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        for (end = begin + 1; end < order.size(); ++end) {
            const FinalPlace& place = group[order[end]];
            if (!place.is_linked && place.said_rank != group[order[end - 1]].said_rank) {
                break;
            }
        }
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t rank = truly[order[i]];
            if (rank < begin + 1 || rank > end) {
                ++verdict.wrong;
                if (verdict.examples.size() < most_examples) {
                    verdict.examples.push_back(fmt::format("bib {} is said {}, was {}",
                                                           group[order[i]].bib, begin + 1, rank));
                }
            }
        }
    }
    return verdict;
}

} // namespace lanterne::simulator::judge
