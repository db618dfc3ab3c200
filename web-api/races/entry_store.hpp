#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "database/connection.hpp"

/// Entries of a race as rows of plan.entry, with who wears which unit. Failures as
/// database::Connection::execute.
namespace lanterne::web {

/// How long before and after the start a unit of the race folder is that entry's, in race time.
inline constexpr std::chrono::hours assigned_before_start{12};
inline constexpr std::chrono::hours assigned_after_start{36};

/// Makes the race's entries these, by bib: who stays keeps its id, who is not among them goes. An
/// entry without a unit keeps the one it has. Answers how many went.
std::size_t write_entries(database::Connection& connection, std::int32_t race_id, UtcTime start,
                          const std::vector<plan::Entry>& entries);

/// By length of the bib and then by bib, as people read a start list.
std::vector<plan::Entry> read_entries(database::Connection& connection, std::int32_t race_id);

} // namespace lanterne::web
