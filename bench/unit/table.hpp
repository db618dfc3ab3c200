#pragma once

#include <string>
#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

enum class Verdict { met, missed, unmeasured };

Verdict verdict(const Row& row);

/// The line for people, with what the row's note says below it.
std::string table_line(const Row& row);

/// key=value; nothing for a row that was not measured.
std::string key_line(const Row& row);

} // namespace lanterne::bench
