#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "web-api/page/messages.hpp"
#include "web-api/tables/table.hpp"

namespace lanterne::web::page {

/// Results that were said to the world.
struct ShownPublication {
    std::int32_t revision = 0;
    std::string state;     ///< as REST writes it
    bool is_final = false; ///< the tables are its own, not those of now
    std::string published_at;
};

/// The results of a race: a table a ranking.
struct ResultsModel {
    std::vector<ResultTable> tables;
    std::optional<ShownPublication> publication;
};

/// The section of the race's page, complete: readable without JavaScript. All text from outside is
/// escaped. Names come from the plan; who is not in it is shown by bib.
std::string render(const plan::RacePlan& plan, const ResultsModel& model,
                   Language language = Language::english);

} // namespace lanterne::web::page
