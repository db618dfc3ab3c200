#pragma once

#include <string>

#include "core/base/result.hpp"
#include "simulator/judge/fixes.hpp"

/// Where the fixes are read that a server has. An error says file, place and what is wrong.
namespace lanterne::simulator::judge {

/// A folder with the files of an archive (lanterne-ingest archive; docs/simulator.md says how they
/// come out of the database): chunks/UNIT and epochs.csv. Memory: one batch.
Status<std::string> read_archive(const std::string& folder, FixesJudge& judge);

/// What `lanterne-ingest export --format csv` wrote: numbers alone, of the fixes that entries'
/// units recorded while they were worn.
Status<std::string> read_export(const std::string& path, FixesJudge& judge);

} // namespace lanterne::simulator::judge
