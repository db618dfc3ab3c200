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
    ReplaySettings settings_;
    std::string unit_ = "replay01";
    std::string start_;
};

} // namespace lanterne::simulator
