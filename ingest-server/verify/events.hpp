#pragma once

#include "database/connection.hpp"
#include "ingest-server/verify/epoch.hpp"
#include "ingest-server/verify/report.hpp"

namespace lanterne::ingest::verify {

/// The events of an epoch against the numbers that it says to have, and against their own payload.
/// Failures as database::Connection::execute.
void check_events(database::Connection& connection, const EpochRow& epoch, Report& report);

/// Events that no epoch's row leads to.
void check_stray_events(database::Connection& connection, Report& report);

} // namespace lanterne::ingest::verify
