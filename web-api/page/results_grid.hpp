#pragma once

#include "core/plan/race_plan.hpp"
#include "web-api/page/grid.hpp"
#include "web-api/page/messages.hpp"
#include "web-api/page/people.hpp"
#include "web-api/tables/table.hpp"

namespace lanterne::web::page {

/// A table as it is shown. More than eight legs or splits are shown by REST alone.
Grid grid_of(const plan::RacePlan& plan, const ResultTable& table, const People& people,
             const Messages& messages);

} // namespace lanterne::web::page
