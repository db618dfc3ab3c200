#pragma once

#include <cstdint>
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

/// A unit that gets none, and why.
struct RefusedUnit {
    UnitSerial unit;
    std::string reason;
};

struct OfferedConfigs {
    std::vector<MadeConfig> made;
    std::vector<RefusedUnit> refused;
};

/// So far above the greatest version that was made for it a unit's word of what it has applied is
/// believed: the database may be an older copy, or new. A greater number is a fault or a lie.
inline constexpr std::int64_t version_slack = 10'000;

using Sign = std::function<wire::Signature(wire::ByteView)>;

/// Gives each unit its next version of this, in one transaction. A unit's versions go on from the
/// greatest that was ever made for it or that it says to have applied. Refused is, alone, a unit
/// that says more than is believed or has no version left. std::runtime_error, and nobody gets any,
/// when the message is too large.
OfferedConfigs offer_config(database::Connection& connection, const std::vector<UnitSerial>& units,
                            const OfferedConfig& offered, const Sign& sign);

/// Ends the offers to these units; how many there were.
std::size_t withdraw_configs(database::Connection& connection,
                             const std::vector<UnitSerial>& units);

/// The units that entries of a race wear, by serial; at most as many as a race may have entries.
std::vector<UnitSerial> units_of_race(database::Connection& connection, const Slug& race);

} // namespace lanterne::web
