#include "simulator/commands/run.hpp"

#include <cmath>

#include "simulator/commands/wall_clock.hpp"
#include "simulator/run/rehearse.hpp"
#include "simulator/run/stage.hpp"

namespace lanterne::simulator {

RunCommand::RunCommand(CLI::App& program)
    : Command{program.add_subcommand("run", "rehearse a scenario against a broker")},
      run_words_{words()} {
    words().add_option("scenario", run_words_.given.scenario, "scenario's file")->required();
    words().add_option("--race", run_words_.given.race_folder,
                       "race folder as it was staged, instead of the scenario's");
    words().add_flag("--check", check_, "read the scenario, its race and the options, run nothing");
}

int RunCommand::run(const std::function<bool()>& stop) {
    const RunSettings settings = run_words_.settings();
    return check_ ? check_run(settings) : rehearse(settings, wall_clock, stop);
}

StageCommand::StageCommand(CLI::App& program)
    : Command{program.add_subcommand(
          "stage", "write the race folder of a scenario, with its entries and its clock set")} {
    words().add_option("scenario", run_.scenario, "scenario's file")->required();
    words()
        .add_option("folder", into_, "to write: what the ingest is given, and run --race")
        ->required();
    words()
        .add_option("--speed", run_.speed, "race time over wall time; else the scenario's")
        ->check(CLI::Range(0.1, 1000.0));
    words()
        .add_option("--gun-in", gun_in_s_,
                    "seconds of wall time from now to the first gun; below 0: it was so long ago")
        ->check(CLI::Range(-86400.0, 86400.0));
    words().add_option("--boards", run_.boards, "folder of the boards");
}

int StageCommand::run(const std::function<bool()>& /*stop*/) {
    return stage({.run = run_,
                  .into = into_,
                  .gun = wall_clock() + Milliseconds{std::llround(gun_in_s_ * 1000)}});
}

} // namespace lanterne::simulator
