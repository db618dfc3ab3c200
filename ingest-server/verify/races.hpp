#pragma once

#include <cstdint>
#include <string>

#include "database/connection.hpp"
#include "ingest-server/verify/report.hpp"

namespace lanterne::ingest::verify {

/// What is stored of a race's results, against itself: its outbox, its passages, its versions.
/// Whether they are the right results only scoring anew can say. Within the open transaction;
/// failures as database::Connection::execute.
void check_race(database::Connection& connection, std::int32_t race, const std::string& slug,
                Report& report);

} // namespace lanterne::ingest::verify
