#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "database/connection.hpp"
#include "ingest-server/clock.hpp"
#include "service/metrics.hpp"

namespace lanterne::ingest {

/// A part of the loop's work. None lies within another but load and scoring anew, which lie in
/// plan, and scoring anew, which lies in standings too.
enum class Work : std::uint8_t {
    decode,    ///< messages become arrivals
    store,     ///< chunks, received sets, units
    score,     ///< passages of what was just stored
    commit,    ///< until PostgreSQL says COMMIT
    plan,      ///< what changed in races, assignments, acts, leases
    load,      ///< one race from the store
    rescore,   ///< entries with all of their fixes
    standings, ///< what is written once a second: standings, forecasts, tables, digest
    receipts,
    frames,
};

inline constexpr std::size_t stage_count = 10;

/// The label that metrics and spans carry.
std::string_view name_of(Work stage);

/// How long each part of the work takes, and how long of that the database. One thread.
class Stages {
public:
    Stages(service::Registry& registry, Clock clock);

    /// Who hears of each that is over.
    using Ended = std::function<void(Work, SteadyTime began, SteadyTime ended, bool failed)>;

    void tell(Ended ended) { ended_ = std::move(ended); }

    /// From begin() until it goes.
    class Running {
    public:
        Running(Stages& stages, Work stage, const database::Connection* connection);
        ~Running();
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;

        /// There was nothing to do.
        void leave_out() { counts_ = false; }

    private:
        Stages& stages_;
        Work stage_;
        const database::Connection* connection_;
        SteadyTime began_;
        std::chrono::nanoseconds waited_before_{0};
        int exceptions_before_;
        bool counts_ = true;
    };

    /// `connection` outlives what it returns; its statements meanwhile are the stage's.
    [[nodiscard]] Running begin(Work stage, const database::Connection& connection) {
        return {*this, stage, &connection};
    }

    /// For what needs no database.
    [[nodiscard]] Running begin(Work stage) { return {*this, stage, nullptr}; }

private:
    Clock clock_;
    Ended ended_;
    std::array<service::Histogram*, stage_count> seconds_{};
    std::array<service::Histogram*, stage_count> database_seconds_{};
};

/// Bounds in seconds, for work that takes between a millisecond and a minute; 0.15 and 0.4 are what
/// 50 and 99 % of all batches are to be committed in.
const std::vector<double>& second_bounds();

} // namespace lanterne::ingest
