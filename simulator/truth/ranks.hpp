#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <queue>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "simulator/truth/true_moment.hpp"
#include "simulator/truth/true_result.hpp"
#include "simulator/truth/truth_race.hpp"

namespace lanterne::simulator {

/// Who truly is where in the order of the race: the rule of FORMAT.md. One thread.
class TrueRanks {
public:
    /// The race outlives it.
    explicit TrueRanks(const TruthRace& race);

    /// In any order, early or late: it counts from its time on. std::out_of_range for an entry or a
    /// point that is none.
    void pass(const ToldPassage& passage);

    /// Of each entry, 0 where it has none; as of that time, which does not go back. `moments` has
    /// one of each entry. The answer holds until the next call.
    std::span<const std::uint32_t> at(UtcTime time, std::span<const TrueMoment> moments);

    /// When it ended its race, as of the last time asked for.
    std::optional<UtcTime> finish(std::size_t entry) const { return states_[entry].finish; }

private:
    struct State {
        std::optional<UtcTime> start;  ///< passage
        std::optional<UtcTime> finish; ///< passage
        double passed_m = 0;           ///< the furthest timing point
        std::uint32_t last_lap = 0;    ///< of the last passage
        std::optional<UtcTime> last;   ///< passage
    };

    /// What makes one come before another; smaller is better.
    struct Merit {
        std::int64_t laps = 0; ///< negative
        bool is_on_way = false;
        std::int64_t value = 0; ///< milliseconds raced, or millimetres still to go

        auto operator<=>(const Merit&) const = default;
    };

    struct Later {
        bool operator()(const ToldPassage& a, const ToldPassage& b) const {
            return a.time > b.time;
        }
    };

    void take(const ToldPassage& passage);
    const RankGroup& group_of(std::size_t entry) const;
    UtcTime clock_start(std::size_t entry) const;
    std::optional<Merit> merit(std::size_t entry, UtcTime time, const TrueMoment& moment) const;
    Merit finished(std::size_t entry, UtcTime end, std::uint32_t laps) const;
    void give_ranks(const std::vector<std::size_t>& order);

    const TruthRace& race_;
    std::priority_queue<ToldPassage, std::vector<ToldPassage>, Later> to_come_;
    std::vector<State> states_;
    std::vector<std::vector<std::size_t>> orders_; ///< of each group, as it was at the last second
    std::vector<std::optional<Merit>> merits_;
    std::vector<std::uint32_t> ranks_;
};

} // namespace lanterne::simulator
