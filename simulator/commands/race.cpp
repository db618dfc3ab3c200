#include "simulator/commands/race.hpp"

#include "simulator/commands/wall_clock.hpp"
#include "simulator/run/rehearse.hpp"

namespace lanterne::simulator {

RaceCommand::RaceCommand(CLI::App& program)
    : Command{program.add_subcommand("race", "run the units of a whole race against a broker")},
      run_words_{words()} {
    words().add_option("folder", run_words_.given.race_folder, "race folder")->required();
    words().add_flag("--check", check_, "read the folder and the options, run nothing");
}

int RaceCommand::run(const std::function<bool()>& stop) {
    const RunSettings settings = run_words_.settings();
    return check_ ? check_run(settings) : rehearse(settings, wall_clock, stop);
}

} // namespace lanterne::simulator
