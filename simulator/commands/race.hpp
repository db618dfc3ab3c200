#pragma once

#include "simulator/commands/command.hpp"
#include "simulator/commands/run_words.hpp"

namespace lanterne::simulator {

/// lanterne-sim race: the units of a whole race, and nothing goes wrong.
class RaceCommand final : public Command {
public:
    explicit RaceCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    RunWords run_words_;
    bool check_ = false;
};

} // namespace lanterne::simulator
