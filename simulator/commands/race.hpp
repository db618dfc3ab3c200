#pragma once

#include <string>
#include <vector>

#include "simulator/commands/command.hpp"
#include "simulator/race_command.hpp"

namespace lanterne::simulator {

/// lanterne-sim race: the units of a whole race.
class RaceCommand final : public Command {
public:
    explicit RaceCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    RaceSettings settings_;
    std::vector<std::string> feeds_;
    bool check_ = false;
};

} // namespace lanterne::simulator
