#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "database/connection.hpp"

namespace lanterne::ingest::verify {

/// Rows of one page: what is in memory at a time.
inline constexpr std::size_t page_rows = 200;

/// Hands out every row of a SELECT without parameters, a page at a time, through a cursor of that
/// name in the open transaction. `look` may run other statements, but no cursor of the same name.
/// Failures as database::Connection::execute.
void for_each_row(database::Connection& connection, const std::string& cursor,
                  std::string_view select,
                  const std::function<void(const database::Rows& rows, std::size_t row)>& look);

} // namespace lanterne::ingest::verify
