#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/batch.hpp"
#include "database/connection.hpp"

namespace lanterne::ingest::store {

/// Something that is wrong with what one unit sends: its serial, and the reason in a word.
using FaultOf = std::pair<UnitSerial, std::string>;

struct Fault {
    std::int64_t messages = 0;
    wire::Bytes newest; ///< one of them; cut at max_set_aside_bytes when it is kept
};

/// Adds them to race.unit_fault, in the order of its key. Failures as
/// database::Connection::execute; whoever calls owns the transaction.
void count_faults(database::Connection& connection, const std::map<FaultOf, Fault>& faults,
                  UtcTime wall);

} // namespace lanterne::ingest::store
