#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "web-api/tables/table.hpp"

namespace lanterne::web::page {

struct Cell {
    std::string kind; ///< class of the style sheet
    std::string text;
    std::string small{};
    std::string hint{};
};

struct Grid {
    std::vector<Cell> heads;
    std::vector<std::vector<Cell>> rows;
};

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

/// A table as it is shown. More than eight legs or splits are shown by REST alone.
Grid grid_of(const plan::RacePlan& plan, const ResultTable& table, const People& people);

} // namespace lanterne::web::page
