#pragma once

#include <span>
#include <vector>

#include "core/base/ids.hpp"
#include "core/scoring/record/record.hpp"

namespace lanterne::scoring {

/// |t1 - t2| >= 1.96 sqrt(s1^2 + s2^2 - 2 cov), may_be_chance() says it. What one clock is wrong by
/// it is for both: that is their covariance. Satellites' errors in common (the atmosphere's, the
/// drawn line's) are taken for none, which calls rather too many not separated.
bool are_separated(const Passage& a, const Passage& b);

/// Entries in the order of their times at that point, of whom each is not separated from the next.
using LinkedRun = std::vector<Bib>;

/// The runs of two and more at that point, by time. Who stands in one finish order of that point
/// was separated by judges.
std::vector<LinkedRun> runs_at(const RaceRecord& record, const plan::PointLap& at);

} // namespace lanterne::scoring
