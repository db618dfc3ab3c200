#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// Bands of arrival against whole days that go by other laws than the forecaster's, beside own
/// average pace and beside slopes alone, whose bands learn their width from the same day.
std::vector<Row> eta(const Options& options);

} // namespace lanterne::bench
