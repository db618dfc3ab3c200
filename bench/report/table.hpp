#pragma once

#include <string>

#include "bench/report/row.hpp"

namespace lanterne::bench {

/// True when the row has a goal and its measurement lies outside.
bool is_missed(const Row& row);

std::string table_head();

/// The line for people, with what the row's note says below it.
std::string table_line(const Row& row);

/// key=value; nothing for a row that was not measured.
std::string key_line(const Row& row);

} // namespace lanterne::bench
