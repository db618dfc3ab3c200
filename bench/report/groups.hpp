#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/report/row.hpp"

namespace lanterne::bench {

/// Rows that are measured together.
struct Group {
    std::string_view name;
    std::function<std::vector<Row>()> measure; ///< what it throws is said, and counts as failed
};

/// How the groups came out.
struct Outcome {
    int missed = 0; ///< goals
    int failed = 0; ///< groups
};

std::vector<std::string> names_of(const std::vector<Group>& groups);

/// Measures the groups of those names (none: all) one after the other and prints the table as they
/// go, then a key=value line for each row and for the outcome.
Outcome measure(const std::vector<Group>& groups, const std::vector<std::string>& only);

} // namespace lanterne::bench
