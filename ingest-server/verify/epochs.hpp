#pragma once

#include "database/connection.hpp"
#include "ingest-server/verify/report.hpp"

namespace lanterne::ingest::verify {

/// Everything that units sent: each epoch's sets against its chunks and events, and each of those
/// against its own payload. In memory are a page of rows and the sets of one epoch. Within the open
/// transaction; failures as database::Connection::execute.
void check_epochs(database::Connection& connection, Report& report);

} // namespace lanterne::ingest::verify
