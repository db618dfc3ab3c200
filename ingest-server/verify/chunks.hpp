#pragma once

#include "database/connection.hpp"
#include "ingest-server/verify/epoch.hpp"
#include "ingest-server/verify/report.hpp"

namespace lanterne::ingest::verify {

/// The chunks of an epoch against what it has received, and against their own payload. Failures as
/// database::Connection::execute.
void check_chunks(database::Connection& connection, const EpochRow& epoch, Report& report);

/// Chunks that no epoch's row leads to, and chunks in the default partition.
void check_stray_chunks(database::Connection& connection, Report& report);

} // namespace lanterne::ingest::verify
