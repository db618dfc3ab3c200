#pragma once

#include <vector>

#include "core/scoring/cases/case.hpp"
#include "core/scoring/cases/case_inputs.hpp"

namespace lanterne::scoring {

/// All cases of a race as of then, one an identity, by identity: those of each entry and of the
/// race. What began twice in one window is one case. A case that an act closed has that act's
/// verdict; whoever shows cases raises it no more.
std::vector<Case> cases_of(const CaseInputs& inputs);

} // namespace lanterne::scoring
