#pragma once

#include "simulator/commands/command.hpp"
#include "simulator/load/load_run.hpp"

namespace lanterne::simulator {

/// lanterne-sim load: batches of a field at a set rate, to find limits.
class LoadCommand final : public Command {
public:
    explicit LoadCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    LoadSettings settings_;
    std::string folder_;
    std::size_t units_ = 0;
    double step_s_ = 20;
};

} // namespace lanterne::simulator
