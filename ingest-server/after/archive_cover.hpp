#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "database/connection.hpp"
#include "ingest-server/after/archive_parts.hpp"

namespace lanterne::ingest::after {

/// How many fixes the store has that units of the race recorded while an entry wore them, and the
/// archive has not, by their numbers: they came too late for it. Of one month's partition
/// (YYYY-MM), or of all. Failures as database::Connection::execute.
std::uint64_t fixes_not_archived(database::Connection& connection, const ArchiveRow& archive,
                                 const std::optional<std::string>& month = std::nullopt);

} // namespace lanterne::ingest::after
