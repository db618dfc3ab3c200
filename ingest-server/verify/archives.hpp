#pragma once

#include <cstdint>
#include <string>

#include "database/connection.hpp"
#include "ingest-server/verify/report.hpp"

namespace lanterne::ingest::verify {

/// The archives of a race against their own sums. Whether they still come to the same results only
/// scoring them can say. Within the open transaction; failures as database::Connection::execute.
void check_archives(database::Connection& connection, std::int32_t race, const std::string& slug,
                    Report& report);

} // namespace lanterne::ingest::verify
