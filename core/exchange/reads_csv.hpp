#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/exchange/act_text.hpp"

namespace lanterne::exchange {

/// Reads of one clock as a timing system exports them, a line each: docs/acts.md has the columns. A
/// read takes effect at its own time; one without time has no `effective`. All of the file is
/// right, or every fault is said. At most plan::max_acts reads.
Result<std::vector<GivenAct>, std::vector<Fault>>
read_reads_csv(std::string_view file, std::string_view bytes, std::string_view clock);

} // namespace lanterne::exchange
