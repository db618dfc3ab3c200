#pragma once

#include <cstdint>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "database/connection.hpp"

namespace lanterne::ingest::after {

/// plan.race.race_id of that name, retired or not; an error says that there is none. Failures as
/// database::Connection::execute.
Result<std::int32_t, std::string> race_of(database::Connection& connection, const Slug& slug);

} // namespace lanterne::ingest::after
