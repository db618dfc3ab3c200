#pragma once

#include "simulator/commands/command.hpp"
#include "simulator/commands/run_words.hpp"

namespace lanterne::simulator {

/// lanterne-sim run: a scenario.
class RunCommand final : public Command {
public:
    explicit RunCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    RunWords run_words_;
    bool check_ = false;
};

/// lanterne-sim stage: the race folder of a scenario, its clock set.
class StageCommand final : public Command {
public:
    explicit StageCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    RunSettings run_;
    std::string into_;
    double gun_in_s_ = 30;
};

} // namespace lanterne::simulator
