#include "simulator/run/prepare.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "core/exchange/race_folder.hpp"
#include "core/exchange/toml_value.hpp"
#include "firmware/board/board.hpp"
#include "firmware/tracker.hpp"
#include "simulator/crowd.hpp"
#include "simulator/files.hpp"
#include "simulator/scenario/read_scenario.hpp"

namespace lanterne::simulator {
namespace {

namespace fs = std::filesystem;

constexpr const char* simulated_board = "simulated";

std::string lines_of(const std::vector<exchange::Fault>& faults, const std::string& before) {
    std::string lines;
    for (const auto& fault : faults) {
        lines += fmt::format("{}{}{}", lines.empty() ? "" : "\n", before, to_text(fault));
    }
    return lines;
}

/// Nothing goes wrong, and nobody gives up: what is seen is the system's.
Scenario plain_scenario(const std::string& race_folder) {
    Scenario scenario{.title = "", .says = "", .race_folder = race_folder};
    scenario.field.stops_per_hour = 0;
    scenario.field.lost_share = 0;
    scenario.field.gives_up_share = 0;
    scenario.units.board = simulated_board;
    return scenario;
}

Result<Scenario, std::string> scenario_of(const RunSettings& settings) {
    if (settings.scenario.empty()) {
        return plain_scenario(settings.race_folder);
    }
    const auto bytes = read_file(settings.scenario, exchange::max_toml_bytes);
    if (!bytes) {
        return tl::unexpected{bytes.error()};
    }
    auto scenario = read_scenario(settings.scenario, *bytes);
    if (!scenario) {
        return tl::unexpected{lines_of(scenario.error(), "")};
    }
    if (!settings.race_folder.empty()) { // one that was staged: its entries are those that race
        scenario->race_folder = settings.race_folder;
        scenario->athletes.reset();
    }
    return std::move(*scenario);
}

/// The folder of boards beside one of the folders above a file.
fs::path boards_above(const fs::path& file) {
    for (fs::path folder = fs::absolute(file).parent_path();; folder = folder.parent_path()) {
        if (fs::is_directory(folder / "boards")) {
            return folder / "boards";
        }
        if (folder == folder.parent_path()) {
            return "boards";
        }
    }
}

Result<UnitModel, std::string> model_of(const Scenario& scenario, const RunSettings& settings) {
    UnitModel model{.board = scenario.units.board,
                    .power = {},
                    .firmware_version = firmware::TrackerSettings{}.firmware_version};
    if (scenario.units.board == simulated_board) {
        return model;
    }
    const fs::path boards = boards_folder(settings);
    try {
        const fs::path file = firmware::board_file(scenario.units.board, boards);
        const auto text = read_file(file.string(), exchange::max_toml_bytes);
        if (!text) {
            return tl::unexpected{text.error()};
        }
        model.power = firmware::read_board(*text, file.string()).power;
        return model;
    } catch (const std::exception& error) {
        return tl::unexpected{std::string{error.what()}};
    }
}

} // namespace

std::string boards_folder(const RunSettings& settings) {
    if (!settings.boards.empty()) {
        return fs::absolute(settings.boards);
    }
    return boards_above(settings.scenario.empty() ? settings.race_folder : settings.scenario);
}

Result<plan::RacePlan, std::string> read_plan(const std::string& folder) {
    const auto files = read_folder(folder);
    if (!files) {
        return tl::unexpected{files.error()};
    }
    auto plan = exchange::read_race_folder(*files);
    if (!plan) {
        return tl::unexpected{lines_of(plan.error(), folder + "/")};
    }
    return std::move(*plan);
}

Result<Prepared, std::string> prepare(const RunSettings& settings) {
    auto scenario = scenario_of(settings);
    if (!scenario) {
        return tl::unexpected{scenario.error()};
    }
    auto plan = read_plan(scenario->race_folder);
    if (!plan) {
        return tl::unexpected{plan.error()};
    }
    auto model = model_of(*scenario, settings);
    if (!model) {
        return tl::unexpected{model.error()};
    }
    scenario->seed = settings.seed.value_or(scenario->seed);
    if (settings.interval_s) {
        scenario->interval_s = static_cast<double>(*settings.interval_s);
    }
    if (scenario->athletes) {
        plan->entries = crowd(*plan, *scenario->athletes);
    }
    std::string faults;
    for (const std::string& fault : faults_beside(*scenario, *plan)) {
        faults += fmt::format("{}{}: {}", faults.empty() ? "" : "\n", settings.scenario, fault);
    }
    for (const Feed& feed : settings.feeds) {
        if (!std::ranges::count(plan->entries, feed.bib, &plan::Entry::bib)) {
            faults +=
                fmt::format("{}--feed {}: no entry of {} has that bib", faults.empty() ? "" : "\n",
                            feed.bib.text(), scenario->race_folder);
        }
    }
    if (!faults.empty()) {
        return tl::unexpected{faults};
    }
    return Prepared{std::move(*scenario), std::move(*plan), std::move(*model)};
}

} // namespace lanterne::simulator
