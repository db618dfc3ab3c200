#include "simulator/run/stage.hpp"

#include <filesystem>
#include <sstream>

#include <fmt/format.h>

#include "core/exchange/race_folder.hpp"
#include "core/exchange/text.hpp"
#include "simulator/crowd.hpp"
#include "simulator/files.hpp"
#include "simulator/run/prepare.hpp"

namespace lanterne::simulator {
namespace {

namespace fs = std::filesystem;

int fail(const std::string& what) {
    fmt::print(stderr, "lanterne-sim: {}\n", what);
    return 1;
}

Status<std::string> write_folder(const std::string& folder, const exchange::FolderFiles& files) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        return tl::unexpected{fmt::format("{}: {}", folder, error.message())};
    }
    for (const auto& [name, bytes] : files) {
        if (auto written = write_file(folder + "/" + name, bytes); !written) {
            return written;
        }
    }
    return {};
}

} // namespace

int print_entries(const std::string& folder, std::size_t count) {
    const auto plan = read_plan(folder);
    if (!plan) {
        return fail(plan.error());
    }
    fmt::print("{}", exchange::write_entries_csv(crowd(*plan, count)));
    return 0;
}

std::string with_rehearsal(const std::string& race_toml, UtcTime wall_start, double rate) {
    std::istringstream lines{race_toml};
    std::string text;
    bool in_rehearsal = false;
    for (std::string line; std::getline(lines, line);) {
        const auto begin = exchange::trimmed(line);
        if (begin.starts_with('[')) {
            in_rehearsal = begin.starts_with("[rehearsal]");
        }
        if (!in_rehearsal) {
            text += line + "\n";
        }
    }
    return text + fmt::format("\n[rehearsal]\nrate = {:g}\nwall_start = {}\n", rate,
                              lanterne::to_text(wall_start));
}

int stage(const StageSettings& settings) {
    const auto prepared = prepare(settings.run);
    if (!prepared) {
        return fail(prepared.error());
    }
    auto files = read_folder(prepared->scenario.race_folder);
    if (!files) {
        return fail(files.error());
    }
    const auto& rehearsal = prepared->plan.rehearsal;
    const double rate = settings.run.speed.value_or(
        prepared->scenario.speed.value_or(rehearsal ? rehearsal->rate : 1.0));
    (*files)["entries.csv"] = exchange::write_entries_csv(prepared->plan.entries);
    (*files)["race.toml"] = with_rehearsal((*files)["race.toml"], settings.gun, rate);
    if (const auto written = write_folder(settings.into, *files); !written) {
        return fail(written.error());
    }
    fmt::print("{}: {} athletes, {:g} x, the gun at {}\n", settings.into,
               prepared->plan.entries.size(), rate, lanterne::to_text(settings.gun));
    return 0;
}

} // namespace lanterne::simulator
