#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/plan/rewards.hpp"

namespace lanterne::scoring::results {

/// What somebody did in one round, from its publication.
struct RoundResult {
    std::string who;                    ///< id that holds across rounds
    std::optional<std::uint32_t> place; ///< none: took part without one

    bool operator==(const RoundResult&) const = default;
};

/// Each of them once.
using Round = std::vector<RoundResult>;

struct SeriesRound {
    std::optional<std::int64_t> hundredths; ///< of points; none: did not take part
    bool counts = false;                    ///< among the best

    bool operator==(const SeriesRound&) const = default;
};

struct SeriesRow {
    std::string who;
    std::optional<std::uint32_t> rank; ///< none: took part in too few
    std::int64_t hundredths = 0;       ///< of those that count
    std::vector<SeriesRound> rounds;

    bool operator==(const SeriesRow&) const = default;
};

/// The series after those rounds, in their order. Of rounds with equal points the later ones count.
std::vector<SeriesRow> series_of(const plan::SeriesRules& rules, std::span<const Round> rounds);

} // namespace lanterne::scoring::results
