#include "simulator/commands/replay.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "simulator/commands/broker_words.hpp"
#include "simulator/commands/wall_clock.hpp"

namespace lanterne::simulator {

ReplayCommand::ReplayCommand(CLI::App& program)
    : Command{program.add_subcommand("replay",
                                     "play a recording through the firmware against a broker")} {
    words()
        .add_option("recording", settings_.recording,
                    "folder of journals, folder of an archive, GPX file, NMEA log")
        ->required();
    words()
        .add_option("--unit", unit_, "serial of the unit that plays a single file")
        ->capture_default_str();
    words().add_option("--race", settings_.race_folder, "race folder whose clock it follows");
    words().add_option("--start", start_,
                       "race time of the earliest reading, e.g. 2026-05-17T08:00:00Z");
    words()
        .add_option("--speed", settings_.speed, "race time over wall time")
        ->check(CLI::Range(0.1, 1000.0));
    add_broker_words(words(), settings_.broker);
    words().add_option("--cards", settings_.cards, "folder on a disk with room for units' cards");
    words().add_option("--units", settings_.units, "file for what each unit numbered (CSV)");
    words()
        .add_option("--patience", settings_.patience_s,
                    "seconds to wait for the last receipts when all is said")
        ->check(CLI::Range(0.0, 3600.0));
}

int ReplayCommand::run(const std::function<bool()>& stop) {
    const auto unit = UnitSerial::from(unit_);
    if (!unit) {
        throw std::invalid_argument{
            fmt::format("--unit {}: 6 to 16 of a-z and 0-9 would be right", unit_)};
    }
    settings_.unit = *unit;
    settings_.start = parse_time(start_);
    if (!start_.empty() && !settings_.start) {
        throw std::invalid_argument{
            fmt::format("--start {}: 2026-05-17T08:00:00Z would be right", start_)};
    }
    settings_.broker.password = broker_password();
    return replay(settings_, wall_clock, stop);
}

} // namespace lanterne::simulator
