#pragma once

#include <map>
#include <string>

#include "core/plan/race_plan.hpp"
#include "web-api/page/grid.hpp"

namespace lanterne::web::page {

/// Names of those in the plan, looked up by bib. The plan outlives it.
class People {
public:
    explicit People(const plan::RacePlan& plan) {
        for (const plan::Entry& entry : plan.entries) {
            by_bib_.emplace(entry.bib.text(), &entry);
        }
    }

    /// With the team and who go the legs of a relay.
    Cell name(const std::string& bib) const;

    /// Who goes that leg of a relay; empty where it is none.
    std::string member(const std::string& bib, const std::string& leg) const;

private:
    std::map<std::string, const plan::Entry*> by_bib_;
};

} // namespace lanterne::web::page
