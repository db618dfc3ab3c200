#pragma once

#include <cstddef>
#include <string>

#include "simulator/commands/command.hpp"

namespace lanterne::simulator {

/// lanterne-sim entries: a race's entries.csv for any number of athletes.
class EntriesCommand final : public Command {
public:
    explicit EntriesCommand(CLI::App& program);
    int run(const std::function<bool()>& stop) override;

private:
    std::string folder_;
    std::size_t athletes_ = 0;
};

} // namespace lanterne::simulator
