#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/wire/live.hpp"
#include "database/connection.hpp"

namespace lanterne::web {

/// Who is expected where, each with the points ahead in the order of the course. By bib; of one
/// alone where it is given.
std::vector<wire::LiveForecast> read_forecasts(database::Connection& connection,
                                               std::int32_t race_id,
                                               const std::optional<std::string>& only_bib = {});

/// How the forecasts did that came true in the hour before the newest, by horizon; none that did
/// not come true yet.
std::vector<wire::LiveGrade> read_grades(database::Connection& connection, std::int32_t race_id);

/// "10:42" of each, as clocks in that time zone (IANA name) show it; by UTC where the database does
/// not know the zone.
std::vector<std::string> clock_texts(database::Connection& connection, const std::string& time_zone,
                                     const std::vector<UtcTime>& times);

} // namespace lanterne::web
