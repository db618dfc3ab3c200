#pragma once

#include <string>

#include "simulator/commands/command.hpp"
#include "simulator/nmea_command.hpp"

namespace lanterne::simulator {

/// lanterne-sim nmea: a GPX track, said as a receiver would.
class NmeaCommand final : public Command {
public:
    explicit NmeaCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    NmeaSettings settings_;
    bool fast_ = false;
    std::string start_;
};

} // namespace lanterne::simulator
