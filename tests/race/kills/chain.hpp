#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/ids.hpp"
#include "core/plan/race_plan.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_ingest.hpp"
#include "tests/support/private_postgres.hpp"

namespace lanterne {

inline constexpr std::size_t athletes = 8; ///< on simulated boards; one more wears the tracker

/// Of the athlete with that index.
UnitSerial unit_of(std::size_t index);

/// The sample, raced a year earlier on the wall's own clock.
plan::RacePlan race_of_kills();

/// A broker, an ingest or two, and a database with the race in it.
struct Chain {
    /// Starts all but the second ingest. `postgres` must outlive it.
    Chain(support::PrivatePostgres& postgres, const plan::RacePlan& plan);

    /// What a statement answers, empty for NULL; by a connection of its own.
    std::string text(const std::string& sql) const;
    std::int64_t number(const std::string& sql) const;

    std::string digest() const { return text("SELECT digest FROM race.race_state"); }

    support::PrivateBroker broker{"autosave_on_changes false\nlog_type none\nlog_type error"};
    std::string conninfo;
    support::PrivateIngest ingest;
    support::PrivateIngest second;
};

} // namespace lanterne
