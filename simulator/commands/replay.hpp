#pragma once

#include <string>

#include "simulator/commands/command.hpp"
#include "simulator/run/replay_run.hpp"

namespace lanterne::simulator {

/// lanterne-sim replay: a recording, through the real firmware.
class ReplayCommand final : public Command {
public:
    explicit ReplayCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    std::string unit_ = "replay01";
    ReplaySettings settings_{.recording = {}, .unit = UnitSerial::from(unit_).value()};
    std::string start_;
};

} // namespace lanterne::simulator
