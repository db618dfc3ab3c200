#include "simulator/commands/entries.hpp"

#include "simulator/run/stage.hpp"

namespace lanterne::simulator {

EntriesCommand::EntriesCommand(CLI::App& program)
    : Command{
          program.add_subcommand("entries", "print a race's entries.csv for that many athletes")} {
    words().add_option("folder", folder_, "race folder")->required();
    words()
        .add_option("count", athletes_, "athletes; beyond the folder's own they are invented")
        ->required();
}

int EntriesCommand::run(const std::function<bool()>& /*stop*/) {
    return print_entries(folder_, athletes_);
}

} // namespace lanterne::simulator
