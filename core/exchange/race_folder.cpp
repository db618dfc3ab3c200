#include "core/exchange/race_folder.hpp"

#include <fmt/format.h>

#include "core/exchange/entries_csv.hpp"
#include "core/exchange/leg_lines.hpp"
#include "core/exchange/race_toml.hpp"
#include "core/exchange/timing_points.hpp"
#include "core/exchange/toml_value.hpp"

namespace lanterne::exchange {

namespace {

constexpr const char* toml_name = "race.toml";
constexpr const char* csv_name = "entries.csv";

using FolderFaults = std::vector<Fault>;

/// Files that are missing or too big: with these nothing else can be said.
void check_files(const FolderFiles& files, Faults& faults) {
    for (const char* name : {toml_name, csv_name}) {
        if (!files.contains(name)) {
            faults.add({{name, 0, "is not in the folder", fmt::format("a file {}", name)}});
        }
    }
    for (const auto& [name, content] : files) {
        if (content.size() > max_folder_file_bytes) {
            faults.add({{name, 0, fmt::format("has {} bytes", content.size()),
                         fmt::format("at most {}", max_folder_file_bytes)}});
        }
    }
}

EntryRules rules_of(const RaceText& race) {
    const auto latest_day = std::chrono::floor<std::chrono::days>(race.start.value_or(latest_time));
    return {.waves = race.waves,
            .categories = race.categories,
            .race_year = static_cast<int>(std::chrono::year_month_day{latest_day}.year())};
}

/// Only of what was found without fault.
course::Course to_course(std::vector<std::optional<course::Leg>> lines, Gates gates) {
    std::vector<course::Leg> legs;
    for (auto& leg : lines) {
        legs.push_back(std::move(*leg));
    }
    course::unroll(legs);
    for (course::TimingPoint& point : gates.points) {
        point.along = course::unrolled(legs[point.leg], point.lap, point.along);
    }
    return {std::move(legs), std::move(gates.locations), std::move(gates.points)};
}

} // namespace

Result<plan::RacePlan, FolderFaults> read_race_folder(const FolderFiles& files) {
    Faults faults{toml_name};
    check_files(files, faults);
    if (!faults.empty()) {
        return tl::unexpected{faults.take()};
    }
    const auto document = parse_toml(toml_name, files.at(toml_name));
    if (!document) {
        return tl::unexpected{document.error()};
    }
    RaceText race = read_race_toml(*document, faults);
    if (race.legs.empty()) {
        faults.add(0, "there is no leg", "a [[leg]] table for each leg");
    }
    auto legs = read_legs(race.legs, files, faults);
    Gates gates = place_gates(race, legs, faults);
    auto entries = read_entries_csv(files.at(csv_name), rules_of(race), faults);
    if (!faults.empty()) {
        return tl::unexpected{faults.take()};
    }
    return plan::RacePlan{.name = std::move(race.name),
                          .slug = *race.slug,
                          .time_zone = std::move(race.time_zone),
                          .start = *race.start,
                          .course = to_course(std::move(legs), std::move(gates)),
                          .waves = std::move(race.waves),
                          .categories = std::move(race.categories),
                          .entries = std::move(entries),
                          .rehearsal = race.rehearsal};
}

} // namespace lanterne::exchange
