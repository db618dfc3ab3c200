#include "web-api/races/race_commands.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/course/checks/checks.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/wire/topic.hpp"
#include "database/connection.hpp"
#include "web-api/coast/clip.hpp"
#include "web-api/coast/coast_store.hpp"
#include "web-api/races/folder_files.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::web {

namespace {

struct ReadFolder {
    exchange::FolderFiles files;
    plan::RacePlan plan;
};

Outcome refuse(std::string what) { return {1, std::move(what) + "\n"}; }

std::string no_slug(std::string_view text) {
    return fmt::format("{}: no slug; lower-case letters, digits and single hyphens would be right",
                       text);
}

/// The folder, or all that is wrong with it.
Result<ReadFolder, Outcome> read_race(const std::filesystem::path& folder) {
    try {
        exchange::FolderFiles files = read_folder(folder);
        auto plan = exchange::read_race_folder(files);
        if (plan) {
            return ReadFolder{std::move(files), std::move(*plan)};
        }
        Outcome outcome{1, ""};
        for (const exchange::Fault& fault : plan.error()) {
            outcome.says += exchange::to_text(fault) + "\n";
        }
        return tl::unexpected{std::move(outcome)};
    } catch (const FolderError& error) {
        return tl::unexpected{refuse(error.what())};
    }
}

std::size_t units_in(const plan::RacePlan& plan) {
    return static_cast<std::size_t>(std::ranges::count_if(
        plan.entries, [](const auto& entry) { return entry.unit.has_value(); }));
}

/// "warning: Bike, km 3.20 (47.585120, -3.076120), gap: ..."
std::string line_of(const course::Course& course, const course::Finding& finding) {
    return fmt::format("{}: {}, {} ({:.6f}, {:.6f}), {}: {}\n", to_text(finding.severity),
                       course.legs()[finding.leg].name, course::kilometre(finding.in_lap),
                       finding.position.latitude.e6 / 1e6, finding.position.longitude.e6 / 1e6,
                       to_text(finding.check), finding.words);
}

/// A line for each finding that weighs as much, of the race's own course and then of its variants;
/// what two courses share is said once.
std::string findings_in(const plan::RacePlan& plan, const course::Expected& expected,
                        course::Severity least) {
    std::vector<std::string> lines;
    for (const course::Course* course : plan::courses_of(plan)) {
        for (const course::Finding& finding : course::check_course(*course, expected)) {
            std::string line = line_of(*course, finding);
            if (finding.severity >= least && std::ranges::find(lines, line) == lines.end()) {
                lines.push_back(std::move(line));
            }
        }
    }
    return fmt::format("{}", fmt::join(lines, ""));
}

/// Nothing, or a line that says why the race's map has no new coast.
std::string import_coast(database::Connection& connection, std::int32_t race_id,
                         const plan::RacePlan& plan, const std::filesystem::path& land_file) {
    const auto land = coast::read_land_file(land_file);
    if (!land) {
        return fmt::format("warning: no coast on its map: {}; the built site has it "
                           "(web-api/site: npm ci, npm run build)\n",
                           land.error());
    }
    coast::write_coast(connection, race_id, clip_to_geojson(*land, coast::box_around(plan)));
    return "";
}

} // namespace

Outcome check_race_folder(const std::filesystem::path& folder, const course::Expected& expected) {
    const auto race = read_race(folder);
    if (!race) {
        return race.error();
    }
    const plan::RacePlan& plan = race->plan;
    return {0,
            fmt::format("{}: good: {} legs, {:.1f} km, {} timing points, {} entries, {} units\n{}",
                        plan.slug.text(), plan.course.legs().size(),
                        plan.course.official_length().value / 1000, plan.course.points().size(),
                        plan.entries.size(), units_in(plan),
                        findings_in(plan, expected, course::Severity::advice))};
}

Outcome import_race_folder(const std::string& conninfo, const std::filesystem::path& folder,
                           const std::filesystem::path& land_file) {
    const auto race = read_race(folder);
    if (!race) {
        return race.error();
    }
    database::Connection connection{conninfo};
    const ImportedRace imported = import_race(connection, race->plan, race->files);
    const std::string missing =
        land_file.empty() ? "" : import_coast(connection, imported.race_id, race->plan, land_file);
    return {0,
            fmt::format("{}: {}, revision {}, {} entries, {} of them with a unit, {} removed\n{}{}",
                        race->plan.slug.text(),
                        imported.was_retired     ? "brought back"
                        : imported.revision == 1 ? "imported"
                                                 : "updated",
                        imported.revision, imported.entries, units_in(race->plan),
                        imported.removed_entries,
                        findings_in(race->plan, {}, course::Severity::warning), missing)};
}

Outcome export_race_folder(const std::string& conninfo, const std::string& slug,
                           const std::filesystem::path& folder) {
    const auto name = Slug::from(slug);
    if (!name) {
        return refuse(no_slug(slug));
    }
    database::Connection connection{conninfo};
    const auto files = export_race(connection, *name);
    if (!files) {
        return refuse(fmt::format("{}: there is no such race", slug));
    }
    try {
        write_folder(folder, *files);
    } catch (const FolderError& error) {
        return refuse(error.what());
    }
    return {0, fmt::format("{}: {} files written to {}\n", slug, files->size(), folder.string())};
}

Outcome retire_race_of_slug(const std::string& conninfo, const std::string& slug, UtcTime wall) {
    const auto name = Slug::from(slug);
    if (!name) {
        return refuse(no_slug(slug));
    }
    database::Connection connection{conninfo};
    switch (retire_race(connection, *name, wall)) {
    case Retirement::unknown_race: return refuse(fmt::format("{}: there is no such race", slug));
    case Retirement::retired_before: return refuse(fmt::format("{}: it is retired already", slug));
    case Retirement::still_running:
        return refuse(fmt::format(
            "{}: it is running; one in which everybody has finished or is out (docs/acts.md, "
            "rule), or whose start is {} hours ago, would be right",
            slug, assigned_after_start.count()));
    case Retirement::made: break;
    }
    return {0, fmt::format("{}: retired: in no list, scored no more; its acts and results are "
                           "kept, and importing it again brings it back\n",
                           slug)};
}

Outcome move_race_to_shard(const std::string& conninfo, const std::string& slug, int shard,
                           UtcTime wall) {
    const auto name = Slug::from(slug);
    if (!name) {
        return refuse(no_slug(slug));
    }
    if (shard < 0 || shard > wire::greatest_shard) {
        return refuse(
            fmt::format("{}: no shard; 0 to {} would be right", shard, wire::greatest_shard));
    }
    database::Connection connection{conninfo};
    switch (set_shard(connection, *name, static_cast<std::int16_t>(shard), wall)) {
    case Sharding::unknown_race: return refuse(fmt::format("{}: there is no such race", slug));
    case Sharding::retired:
        return refuse(fmt::format("{}: it is retired, and nobody scores it; one that was imported "
                                  "again would be right",
                                  slug));
    case Sharding::still_running:
        return refuse(fmt::format(
            "{}: it is running, and its map would stand still while it is loaded elsewhere; before "
            "its start, or when everybody has finished or is out, would be right",
            slug));
    case Sharding::made: break;
    }
    return {0, fmt::format("{}: on shard {:02}; its units send there when they are told: unit "
                           "configure --race {}\n",
                           slug, shard, slug)};
}

Outcome assign_unit_to_bib(const std::string& conninfo, const std::string& slug,
                           const std::string& bib, const std::string& unit) {
    const auto race = Slug::from(slug);
    const auto number = Bib::from(bib);
    const auto serial = UnitSerial::from(unit);
    if (!race || !number) {
        return refuse(fmt::format("{} {}: no slug and bib of a race", slug, bib));
    }
    if (!serial && unit != "-") {
        return refuse(fmt::format(
            "{}: no serial; 6 to 16 lower-case letters and digits, or - for none, would be right",
            unit));
    }
    database::Connection connection{conninfo};
    switch (assign_unit(connection, *race, *number, serial)) {
    case Assignment::unknown_race: return refuse(fmt::format("{}: there is no such race", slug));
    case Assignment::unknown_bib: return refuse(fmt::format("{}: no bib {} there", slug, bib));
    case Assignment::made: break;
    }
    return {0, fmt::format("{}: bib {} has {}\n", slug, bib, serial ? unit : "no unit")};
}

} // namespace lanterne::web
