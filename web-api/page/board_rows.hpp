#pragma once

#include <kainjow/mustache.hpp>

#include "web-api/page/names.hpp"
#include "web-api/page/race_page.hpp"

namespace lanterne::web::page {

/// The rows of the board for the race's template, each with the heading that it stands under where
/// it is the first of its ranking.
kainjow::mustache::list board_rows(const RacePageModel& model, const Names& names);

} // namespace lanterne::web::page
