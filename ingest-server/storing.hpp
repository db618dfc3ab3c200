#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "core/wire/batch.hpp"
#include "database/connection.hpp"
#include "ingest-server/arrival.hpp"
#include "ingest-server/ledger.hpp"
#include "ingest-server/store_faults.hpp"

namespace lanterne::ingest {

/// A run of fixes that is new in the store, in the order of their numbers.
struct StoredChunk {
    UnitSerial unit;
    wire::Info info;
    std::vector<Fix> fixes;
};

struct UnitEpoch {
    UnitSerial unit;
    Epoch epoch = 0;

    auto operator<=>(const UnitEpoch&) const = default;
};

/// What a unit is told about one epoch once the transaction is committed.
struct Owed {
    Ledger ledger;
    bool at_once = false; ///< asked for it, resent, had an event, or just connected
};

/// What one transaction did, for the metrics.
struct Tally {
    std::size_t fixes = 0;
    std::size_t batches = 0;
    std::size_t duplicates = 0; ///< batches of which nothing was new
    std::size_t overlaps = 0;   ///< batches of which a part was new
    std::size_t conflicts = 0;  ///< batches with a number that is stored with another content
    std::size_t implausible_times = 0;
    std::size_t implausible_places = 0;
    std::size_t after_the_end = 0; ///< fixes of units that only wear races that ended
    std::size_t events = 0;
    std::size_t statuses = 0;
    std::size_t registered = 0;
    std::map<std::string, std::size_t> unreadable; ///< by reason
    std::map<store::FaultOf, std::size_t> faults;  ///< messages, by unit and what is wrong
};

struct Stored {
    std::vector<StoredChunk> chunks;
    std::map<UnitEpoch, Owed> owed;
    Tally tally;
};

/// The clock that a unit's fixes are judged by; race time.
using ClockOf = std::function<UtcTime(const UnitSerial&)>;

/// Whether all races that a unit wears at that time are over, and there is one.
using HasEnded = std::function<bool(const UnitSerial&, UtcTime)>;

/// Writes all of it into the open transaction. Nothing of what it returns may leave the program
/// before the COMMIT. Failures as database::Connection::execute.
Stored store_arrivals(database::Connection& connection, std::span<const Arrival> arrivals,
                      UtcTime wall, const ClockOf& clock_of, const HasEnded& has_ended = {});

} // namespace lanterne::ingest
