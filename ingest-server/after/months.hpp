#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "database/connection.hpp"
#include "ingest-server/after/compacting.hpp"

/// What of race.track_chunk may be touched once races are over. Failures as
/// database::Connection::execute.
namespace lanterne::ingest::after {

/// Whether that is YYYY-MM.
bool is_month(std::string_view text);

/// The epochs of one race or of one month.
struct Chosen {
    std::vector<EpochName> epochs;
    std::size_t waiting = 0;        ///< epochs that are left out
    std::vector<std::string> races; ///< which they wait for: open, and with fixes in them
};

/// Those with fixes of a race, of which no other open race has some too.
Chosen epochs_of_race(database::Connection& connection, std::int32_t race);
/// Those that were first seen in that month (YYYY-MM), and of which no open race has fixes. A race
/// that is retired is not open.
Chosen epochs_of_closed_races(database::Connection& connection, const std::string& month);

/// A partition of race.track_chunk for one month.
struct Partition {
    std::string month; ///< YYYY-MM
    std::string table; ///< with its schema
};

/// The oldest first; without the default one.
std::vector<Partition> partitions(database::Connection& connection);

} // namespace lanterne::ingest::after
