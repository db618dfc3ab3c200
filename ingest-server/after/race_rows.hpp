#pragma once

#include <cstdint>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "database/connection.hpp"

namespace lanterne::ingest::after {

/// plan.race.race_id of that name, retired or not; an error says that there is none. Failures as
/// database::Connection::execute.
Result<std::int32_t, std::string> race_of(database::Connection& connection, const Slug& slug);

/// Fixes that came to units of a race, while an entry wore them, after that moment (wall time).
std::int64_t late_fixes(database::Connection& connection, std::int32_t race, UtcTime after);

} // namespace lanterne::ingest::after
