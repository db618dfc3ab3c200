#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "database/connection.hpp"
#include "ingest-server/clock.hpp"

namespace lanterne::ingest {

inline constexpr std::chrono::seconds ended_races_interval{10};
/// Assignments to races that ended, the newest, that are remembered; of the others nothing is said.
inline constexpr std::int64_t max_ended_assignments = 20'000;
/// Races that were to start longer ago are forgotten.
inline constexpr std::chrono::hours remembered_ended_races{24 * 40};

/// Who still sends for a race that is over: its results are official, amended or annulled, or it is
/// retired. What such a unit sends is stored, and moves nothing that is published. One thread.
class EndedRaces {
public:
    /// Looks again when it is time. Failures as database::Connection::execute.
    void look(database::Connection& connection, SteadyTime now, UtcTime wall);

    /// True when all races that the unit wears at that race time are over, and there is one.
    bool has(const UnitSerial& unit, UtcTime time) const;

private:
    struct Worn {
        UtcTime from;
        UtcTime to;
        bool is_over = false;
    };

    std::multimap<UnitSerial, Worn> worn_; ///< of those with a race that is over
    SteadyTime next_{};
};

} // namespace lanterne::ingest
