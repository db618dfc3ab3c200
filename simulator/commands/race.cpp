#include "simulator/commands/race.hpp"

#include <chrono>

#include <fmt/format.h>

namespace lanterne::simulator {

namespace {

Feed feed_of(const std::string& words) {
    const auto equals = words.find('=');
    const auto bib = Bib::from(words.substr(0, equals));
    if (equals == std::string::npos || !bib) {
        throw std::invalid_argument{fmt::format("--feed {}: BIB=pty:PATH would be right", words)};
    }
    return {.bib = *bib, .address = words.substr(equals + 1)};
}

} // namespace

RaceCommand::RaceCommand(CLI::App& program)
    : Command{program.add_subcommand("race", "run the units of a whole race against a broker")} {
    words().add_option("folder", settings_.folder, "race folder")->required();
    words().add_option("--host", settings_.broker_host, "broker");
    words().add_option("--port", settings_.broker_port, "broker");
    words().add_option("--seed", settings_.seed, "same seed, same race");
    words()
        .add_option("--speed", settings_.speed, "race time over wall time; else as the folder says")
        ->check(CLI::Range(0.1, 1000.0));
    words().add_option("--truth", settings_.truth, "CSV file for what really happened");
    words().add_option(
        "--feed", feeds_,
        "BIB=ADDRESS: say this athlete's receiver as NMEA there, run no unit (repeatable)");
    words()
        .add_option("--feed-interval", settings_.feed_interval_s, "race seconds between its fixes")
        ->check(CLI::Range(0.1, 60.0));
    words()
        .add_option("--interval", settings_.interval_s, "race seconds between the others' fixes")
        ->check(CLI::Range(0.1, 600.0));
    words().add_flag("--check", check_, "read the folder and the options, run nothing");
}

int RaceCommand::run(const std::function<bool()>& stop) {
    for (const std::string& feed : feeds_) {
        settings_.feeds.push_back(feed_of(feed));
    }
    const auto now = [] {
        return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
    };
    return check_ ? check_race(settings_) : simulate_race(settings_, now, stop);
}

} // namespace lanterne::simulator
