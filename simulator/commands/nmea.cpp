#include "simulator/commands/nmea.hpp"

#include <fmt/format.h>

#include "core/base/time.hpp"

namespace lanterne::simulator {

NmeaCommand::NmeaCommand(CLI::App& program)
    : Command{
          program.add_subcommand("nmea", "play a GPX track as NMEA, as a receiver would say it")} {
    words().add_option("track", settings_.track, "GPX file with times")->required();
    words().add_option("--to", settings_.to, "pty:PATH or udp://127.0.0.1:PORT")->required();
    auto* speed = words()
                      .add_option("--speed", settings_.speed, "times as fast as recorded")
                      ->check(CLI::Range(0.01, 1000.0));
    words().add_flag("--fast", fast_, "as fast as the reader takes it (pty)")->excludes(speed);
    words().add_option("--start", start_, "new time of the first point, e.g. 2026-05-17T08:00:00Z");
    words()
        .add_option("--wait", settings_.wait_s, "seconds to wait for a reader")
        ->check(CLI::Range(0.0, 3600.0));
}

int NmeaCommand::run(const std::function<bool()>& stop) {
    if (fast_) {
        settings_.speed = 0;
    }
    if (!start_.empty()) {
        settings_.start = parse_time(start_);
        if (!settings_.start) {
            throw std::invalid_argument{
                fmt::format("--start {}: 2026-05-17T08:00:00Z would be right", start_)};
        }
    }
    return play_track(settings_, stop);
}

} // namespace lanterne::simulator
