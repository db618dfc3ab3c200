#pragma once

#include "core/plan/race_plan.hpp"
#include "web-api/page/race_page.hpp"
#include "web-api/results/splits.hpp"

namespace lanterne::web {

/// The splits of REST as the page shows them: points that somebody passed, and who did.
page::SplitsModel page_splits(const plan::RacePlan& plan, const SplitMatrix& matrix);

} // namespace lanterne::web
