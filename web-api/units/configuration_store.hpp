#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/wire/config.hpp"
#include "database/connection.hpp"

/// The configurations that units are told (plan.unit_configuration). Failures as
/// database::Connection::execute.
namespace lanterne::web {

/// What it is told, but for unit, version and signature, which each one has of its own.
struct OfferedConfig {
    wire::Bytes body;
    UtcTime not_before; ///< race time; 1970: at once
    UtcTime expires;    ///< race time
};

struct MadeConfig {
    UnitSerial unit;
    std::uint32_t version = 0;
    std::size_t bytes = 0; ///< of the message
};

using Sign = std::function<wire::Signature(wire::ByteView)>;

/// Gives each unit its next version of this: all or none. A unit's versions go on from the greatest
/// that was ever made for it or that it says to have applied. std::runtime_error when a unit has no
/// version left or the message is too large.
std::vector<MadeConfig> offer_config(database::Connection& connection,
                                     const std::vector<UnitSerial>& units,
                                     const OfferedConfig& offered, const Sign& sign);

/// Ends the offers to these units; how many there were.
std::size_t withdraw_configs(database::Connection& connection,
                             const std::vector<UnitSerial>& units);

/// The units that entries of a race wear, by serial; at most as many as a race may have entries.
std::vector<UnitSerial> units_of_race(database::Connection& connection, const Slug& race);

} // namespace lanterne::web
