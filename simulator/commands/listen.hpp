#pragma once

#include "simulator/commands/command.hpp"
#include "simulator/said/listener.hpp"

namespace lanterne::simulator {

/// lanterne-sim listen: keeps what a spectator hears of a race.
class ListenCommand final : public Command {
public:
    explicit ListenCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    ListenSettings settings_;
};

} // namespace lanterne::simulator
