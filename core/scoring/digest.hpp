#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/scoring/race.hpp"

namespace lanterne::scoring {

/// The fingerprint of results: passages by bib and point, ranks, gaps, and the statuses that are
/// final.
std::string digest_of(std::span<const EntryRecord> records, const std::vector<Standing>& standings);

} // namespace lanterne::scoring
