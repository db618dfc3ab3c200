#pragma once

#include <vector>

#include "tests/support/truth/judge.hpp"

namespace lanterne::truth {

/// How many of them have anything wrong. Prints what, and the seed, so that a reader can have it
/// again.
std::size_t wrong_of(const Shape& shape, const std::vector<Verdict>& verdicts);

/// "median 0.21 s, 95 % 0.80 s, worst 1.9 s; 94 % of 240 inside the 95 % interval"
std::string describe(const std::vector<Verdict>& verdicts);

/// How many truths lie inside the 95 % interval, 0 to 1.
double share_inside(const std::vector<Verdict>& verdicts);

} // namespace lanterne::truth
