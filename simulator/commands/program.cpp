#include "simulator/commands/program.hpp"

#include <exception>
#include <memory>
#include <stdexcept>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "service/stop.hpp"
#include "simulator/commands/doctor.hpp"
#include "simulator/commands/entries.hpp"
#include "simulator/commands/judge.hpp"
#include "simulator/commands/listen.hpp"
#include "simulator/commands/load.hpp"
#include "simulator/commands/nmea.hpp"
#include "simulator/commands/race.hpp"
#include "simulator/commands/replay.hpp"
#include "simulator/commands/run.hpp"
#include "simulator/commands/truth.hpp"
#include "simulator/commands/watch.hpp"

namespace lanterne::simulator {

namespace {

std::vector<std::unique_ptr<Command>> all_commands(CLI::App& program) {
    std::vector<std::unique_ptr<Command>> all;
    all.push_back(std::make_unique<RunCommand>(program));
    all.push_back(std::make_unique<StageCommand>(program));
    all.push_back(std::make_unique<RaceCommand>(program));
    all.push_back(std::make_unique<EntriesCommand>(program));
    all.push_back(std::make_unique<ReplayCommand>(program));
    all.push_back(std::make_unique<LoadCommand>(program));
    all.push_back(std::make_unique<NmeaCommand>(program));
    all.push_back(std::make_unique<WatchCommand>(program));
    all.push_back(std::make_unique<ListenCommand>(program));
    all.push_back(std::make_unique<TruthCommand>(program));
    all.push_back(std::make_unique<JudgeCommand>(program));
    all.push_back(std::make_unique<DoctorCommand>(program));
    return all;
}

int run(int argc, char** argv, const char* version) {
    CLI::App program{"Rehearses race days: athletes with units, and receivers, that do not exist.",
                     "lanterne-sim"};
    program.set_version_flag("--version", version);
    program.require_subcommand(1);
    const auto commands = all_commands(program);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : wrong_use;
    }
    const service::StopSignal signal;
    const auto stop = [&] { return signal.requested(); };
    for (const auto& command : commands) {
        if (command->is_asked_for()) {
            return command->run(stop);
        }
    }
    return wrong_use; // not reached: the parser asks for one of them
}

} // namespace

int run_program(int argc, char** argv, const char* version) {
    try {
        return run(argc, argv, version);
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "lanterne-sim: {}\n", error.what());
        return wrong_use;
    } catch (const std::exception& error) {
        fmt::print(stderr, "lanterne-sim: {}\n", error.what());
        return 1;
    }
}

} // namespace lanterne::simulator
