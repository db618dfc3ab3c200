#include "tests/support/sample_race/sample_race.hpp"

#include <cmath>
#include <filesystem>

#include "web-api/races/folder_files.hpp"

namespace lanterne::support {

namespace {

void replace(std::string& text, const std::string& what, const std::string& with) {
    text.replace(text.find(what), what.size(), with);
}

} // namespace

exchange::FolderFiles sample_race(const std::string& entries, const std::string& slug) {
    auto files =
        web::read_folder(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint");
    std::string& race = files.at("race.toml");
    race.resize(race.find("[rehearsal]"));
    replace(race, "2026-06-14", "2025-06-14");
    replace(race, "slug = \"harbour-sprint\"", "slug = \"" + slug + "\"");
    files.at("entries.csv") = "bib,name,sex,birth_year,category,wave,team,unit\n" + entries;
    return files;
}

std::vector<Fix> true_track(const simulator::Athlete& athlete, UtcTime gun,
                            std::chrono::seconds length) {
    using namespace std::chrono_literals;
    std::vector<Fix> fixes;
    for (UtcTime time = gun - 60s; time < gun + length; time += 2s) {
        const simulator::TrueState state = athlete.at(time);
        fixes.push_back(
            {.time = time,
             .position = state.position,
             .altitude_dm = std::nullopt,
             .speed_dmps = static_cast<std::uint16_t>(std::lround(state.speed_mps * 10)),
             .course_2deg = std::nullopt,
             .accuracy_dm = 30,
             .satellites = 9,
             .mode = FixMode::fix_3d});
    }
    return fixes;
}

} // namespace lanterne::support
