#pragma once

#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/wire/live.hpp"
#include "web-api/results/result_store.hpp"

namespace lanterne::web {

/// Everything about one entry.
struct EntryFile {
    const plan::RacePlan& plan;
    const plan::Entry& entry; ///< of that plan
    ResultStamp stamp;
    std::optional<StandingRow> standing; ///< nothing: it was just removed
    std::vector<PassageRow> passages;
    std::vector<MissingRow> missing;
    std::vector<wire::LiveArrival> eta;
};

/// GET /api/v1/races/:slug/entries/:bib
std::string entry_json(const EntryFile& file);

} // namespace lanterne::web
