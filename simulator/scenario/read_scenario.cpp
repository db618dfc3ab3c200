#include "simulator/scenario/read_scenario.hpp"

#include <filesystem>

#include "core/exchange/toml_value.hpp"
#include "simulator/scenario/scenario_reader.hpp"

namespace lanterne::simulator {
namespace {

using exchange::Faults;
using exchange::TomlValue;

std::string beside(std::string_view file, const std::string& folder) {
    return (std::filesystem::path{file}.parent_path() / folder).lexically_normal().string();
}

} // namespace

Result<Scenario, std::vector<exchange::Fault>> read_scenario(std::string_view file,
                                                             std::string_view bytes) {
    const auto document = exchange::parse_toml(file, bytes);
    if (!document) {
        return tl::unexpected{document.error()};
    }
    Faults faults{file};
    ScenarioReader reader{*document, faults};
    Scenario scenario = reader.read();
    scenario.race_folder = beside(file, scenario.race_folder);
    if (!faults.empty()) {
        return tl::unexpected{faults.take()};
    }
    return scenario;
}

} // namespace lanterne::simulator
