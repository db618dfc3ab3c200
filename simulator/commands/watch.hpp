#pragma once

#include "simulator/commands/command.hpp"
#include "simulator/watch.hpp"

namespace lanterne::simulator {

/// lanterne-sim watch: a race on the console.
class WatchCommand final : public Command {
public:
    explicit WatchCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    WatchSettings settings_;
};

} // namespace lanterne::simulator
