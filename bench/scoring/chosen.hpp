#pragma once

#include <vector>

#include "bench/scoring/options.hpp"
#include "tests/support/truth/shape.hpp"

namespace lanterne::bench {

/// The shapes that the options name, or all.
std::vector<const truth::Shape*> chosen_shapes(const Options& options);

} // namespace lanterne::bench
