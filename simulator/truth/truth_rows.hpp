#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "simulator/truth/true_result.hpp"
#include "simulator/truth/truth_race.hpp"

/// The rows of the tables of a truth; FORMAT.md. An error names the column.
namespace lanterne::simulator {

using TruthFields = std::vector<std::string>;

const TruthFields& athlete_columns();
const TruthFields& passage_columns();
const TruthFields& fault_columns();
const TruthFields& unit_columns();

struct AthleteRow {
    TruthEntry entry;
    TrueResult result;
};

TruthFields athlete_row(const TruthEntry& entry, const TrueResult& result);
Result<AthleteRow, std::string> read_athlete_row(const TruthFields& fields, const TruthRace& race);

TruthFields passage_row(const TruthRace& race, const ToldPassage& passage);

TruthFields fault_row(const InjectedFault& fault);
Result<InjectedFault, std::string> read_fault_row(const TruthFields& fields);

TruthFields unit_row(const UnitTally& tally);
Result<UnitTally, std::string> read_unit_row(const TruthFields& fields);

} // namespace lanterne::simulator
