#pragma once

#include <string>

#include "simulator/commands/command.hpp"

namespace lanterne::simulator {

/// lanterne-sim truth: what really happened in a run, readable.
class TruthCommand final : public Command {
public:
    explicit TruthCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    std::string folder_;
    std::string csv_;
    std::string at_;
};

} // namespace lanterne::simulator
