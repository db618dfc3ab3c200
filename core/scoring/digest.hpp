#pragma once

#include <string>

#include "core/scoring/record/record.hpp"
#include "core/scoring/results/tables.hpp"

namespace lanterne::scoring {

/// The fingerprint of results: passages by bib and point, what is missing, and all tables.
std::string digest_of(const RaceRecord& record, const results::Tables& tables);

} // namespace lanterne::scoring
