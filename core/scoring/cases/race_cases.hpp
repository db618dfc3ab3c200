#pragma once

#include <vector>

#include "core/scoring/cases/case.hpp"
#include "core/scoring/cases/case_inputs.hpp"

namespace lanterne::scoring {

/// Clocks that are wrong.
std::vector<Case> clock_cases(const CaseInputs& inputs);

/// Lists of bibs in the order in which somebody saw them, that the times contradict by more than
/// their errors.
std::vector<Case> order_cases(const CaseInputs& inputs);

/// Finishers who are not separated where something hangs on it: a prize, points or a qualifying
/// place of a ranking, points of a sprint. Where the rules name no ranking the first three places
/// of each course, of each sex there and of each category have prizes.
std::vector<Case> separation_cases(const CaseInputs& inputs);

/// Those who are over a cut-off of the race's rules as of then, and of whom no person has spoken.
std::vector<Case> limit_cases(const CaseInputs& inputs);

/// Advisory: two who passed each of two timing points of a bike leg one behind the other, nearer
/// than the rules allow, with the error of that distance. A passage says nothing of the way between
/// the points.
std::vector<Case> drafting_cases(const CaseInputs& inputs);

} // namespace lanterne::scoring
