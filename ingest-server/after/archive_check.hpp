#pragma once

#include "core/base/ids.hpp"
#include "database/connection.hpp"
#include "ingest-server/entry_scoring.hpp"
#include "ingest-server/verify/report.hpp"

namespace lanterne::ingest::after {

/// Looks at all archives of a race, as of one moment: each against its sums, and, when this engine
/// made it, scored anew from itself alone. Notes say what came to the race after the archive that
/// closed it. Failures as database::Connection::execute; not within a transaction.
void check_archives(database::Connection& connection, const Slug& race, verify::Report& report,
                    const Progress& progress = {});

} // namespace lanterne::ingest::after
