#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "web-api/live/race_channel.hpp"

namespace lanterne::web {

/// A race that is held, and how it stands with reading it.
struct HeldRace {
    RaceChannel channel;
    bool wants_load = true;
    bool is_loading = false;
    bool is_sweeping = false;                   ///< a sweep waits for its next turn of the loop
    std::chrono::steady_clock::time_point used; ///< last told of, joined or left
};

/// The races that are told live, by slug: a bounded number of them. When there is no room, the one
/// that was used longest ago of those that nobody watches has to go for one that somebody wants to
/// watch. On the loop's thread; no other call moves a race that is held.
class HeldRaces {
public:
    static constexpr std::size_t max_races = 64;

    /// `counts` outlives it.
    HeldRaces(Clocks clocks, LiveCounts& counts) : clocks_{std::move(clocks)}, counts_{counts} {}

    /// Null for one that is not held.
    HeldRace* find(const std::string& slug);

    /// Held from now on, and used now; null when there is no room beside the others.
    HeldRace* use(const std::string& slug);

    /// The same in place of another one where that has to be; null when all are watched.
    HeldRace* use_in_place(const std::string& slug);

    /// Whether use(), and use_in_place(), would find a place.
    bool can_use(const std::string& slug) const;
    bool can_use_in_place(const std::string& slug) const;

    /// One of those that are held. Closes nothing.
    void let_go(const std::string& slug);

    std::set<std::string> slugs() const;

    auto begin() { return races_.begin(); }

    auto end() { return races_.end(); }

private:
    using Races = std::map<std::string, HeldRace>;

    /// races_.end(): somebody watches each of them.
    Races::const_iterator longest_unused() const;

    Clocks clocks_;
    LiveCounts& counts_;
    Races races_;
};

} // namespace lanterne::web
