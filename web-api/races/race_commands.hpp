#pragma once

#include <filesystem>
#include <string>

#include "core/base/time.hpp"
#include "core/course/checks/finding.hpp"

namespace lanterne::web {

/// What a command line command says and how it ends: 0 done, 1 refused.
struct Outcome {
    int exit_code = 0;
    std::string says; ///< lines for a person, each with its end
};

/// Reads the folder and says every fault; or what it holds, and what an organiser should look at on
/// its courses when receivers are as `expected`. Needs no database.
Outcome check_race_folder(const std::filesystem::path& folder, const course::Expected& expected);

/// Throw database::ConnectionLost. `conninfo` as Connection takes it.
/// The coast around the courses is clipped from `land_file`, a file as coast::read_land() takes it;
/// when there is none the import says so and goes on, and the race keeps the coast it has. Empty:
/// the coast is left alone.
Outcome import_race_folder(const std::string& conninfo, const std::filesystem::path& folder,
                           const std::filesystem::path& land_file = {});
Outcome export_race_folder(const std::string& conninfo, const std::string& slug,
                           const std::filesystem::path& folder);
/// `wall` is wall time.
Outcome retire_race_of_slug(const std::string& conninfo, const std::string& slug, UtcTime wall);
/// `wall` is wall time.
Outcome move_race_to_shard(const std::string& conninfo, const std::string& slug, int shard,
                           UtcTime wall);
/// `unit` is a serial, or "-" for none.
Outcome assign_unit_to_bib(const std::string& conninfo, const std::string& slug,
                           const std::string& bib, const std::string& unit);

} // namespace lanterne::web
