#pragma once

#include <cstdint>
#include <string>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/private_gpsd.hpp"
#include "tests/support/private_ingest.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/tracker/private_tracker.hpp"

namespace lanterne {

using support::NumberedFixes;

/// The straight line with every part real, each a process of its own that can be killed: gpsd, a
/// unit, a broker, the ingest, PostgreSQL with fsync on.
class Stack {
public:
    Stack();

    void start_ingest();
    void kill_ingest();

    /// Returns when the unit has reached gpsd and the broker.
    /// `more`: lines of its settings besides.
    void start_unit(const std::string& serial, const std::string& more = "");
    void kill_unit();
    void stop_unit();

    /// Copies the database as it is; the ingest is away meanwhile.
    void back_up();
    /// As after the loss of a disk: the copy takes the database's place, and gets a new name. The
    /// ingest is away meanwhile.
    void restore();

    bool unit_runs() { return unit_.running(); }

    support::PrivateTracker& unit() { return unit_; }

    support::PrivateBroker& broker() { return broker_; }

    support::PrivatePostgres& postgres() { return postgres_; }

    /// gpsd's receiver, for the test to play.
    simulator::NmeaPort& receiver() { return gpsd_.receiver(); }

    const std::string& conninfo() const { return conninfo_; }

    NumberedFixes stored(const std::string& serial) const;

    std::size_t stored_count(const std::string& serial) const { return stored(serial).size(); }

    /// Chunks whose fixes overlap another's: none, ever.
    std::size_t doubly_stored(const std::string& serial) const;

    /// What the unit's journal holds; the unit must have ended.
    NumberedFixes journalled() const { return unit_.journalled(); }

    /// What the programs wrote, for the message of a failing test.
    std::string logs() const;

private:
    void ask_server(const std::string& sql) const;

    support::PrivatePostgres postgres_{support::Durability::in_memory};
    support::PrivateBroker broker_;
    support::PrivateGpsd gpsd_;
    std::string conninfo_;
    support::PrivateIngest ingest_;
    support::PrivateTracker unit_;
};

} // namespace lanterne
