#pragma once

#include <cstddef>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "database/connection.hpp"
#include "ingest-server/after/archive_parts.hpp"
#include "ingest-server/entry_scoring.hpp"

namespace lanterne::ingest::after {

/// A race goes on while somebody is on the way and a fix came within so long.
inline constexpr std::chrono::minutes quiet_before_archive{60};

struct Archived {
    ArchiveRow archive;
    bool is_new = true; ///< else the last one held just the same, and closes the race again
};

/// Freezes a race that is over: everything that its results follow from becomes files that nobody
/// changes, from these alone it is scored anew and must come to the same results, and no ingest
/// scores the race any more. In one transaction, as of one moment. An error says why it is not
/// done, and what would help; nothing is written then. `wall` is now. Failures as
/// database::Connection::execute; not within a transaction.
Result<Archived, std::string> archive_race(database::Connection& connection, const Slug& race,
                                           UtcTime wall, const Progress& progress = {});

} // namespace lanterne::ingest::after
