#pragma once

#include <optional>
#include <string>

#include "database/connection.hpp"
#include "ingest-server/entry_scoring.hpp"
#include "ingest-server/forecasts.hpp"
#include "ingest-server/kept_race.hpp"
#include "ingest-server/plan_store.hpp"
#include "ingest-server/results_store.hpp"

namespace lanterne::ingest {

/// A race that is to be loaded, and the claim under which it is.
struct LoadOrder {
    plan_store::RaceRow row;
    results_store::Claim claim;
};

/// A race as it is when all that the store has of it was scored.
struct LoadedRace {
    LoadOrder order;
    std::string refused;        ///< why the plan cannot be read; then there is no race
    std::string fault;          ///< why it could not be loaded now; then there is no race
    bool is_claim_lost = false; ///< and it is that another took it over
    std::string fingerprint;
    plan_store::Acts acts;
    std::optional<KeptRace> race;
    Results results; ///< that the store does not have yet
    std::optional<Forecasts> forecasts;
    std::string no_forecasts; ///< why there are none
};

/// Reads and scores a race, and writes nothing but that the word which others left of it until now
/// is taken away: all of it is in what is read then. Whatever is stored later leaves word again.
/// `wall` is now. Whoever stores meanwhile does not wait. Throws ClaimLost, and failures as
/// database::Connection::execute; what `progress` throws ends it. Not within a transaction.
LoadedRace load_race(database::Connection& connection, const LoadOrder& order, UtcTime wall,
                     const Progress& progress);

} // namespace lanterne::ingest
