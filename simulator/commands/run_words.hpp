#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "simulator/run/run_settings.hpp"

namespace lanterne::simulator {

/// What every command that runs a race day understands besides its own.
class RunWords {
public:
    /// Gives the command its words, which the parser writes into this object: it may not move.
    explicit RunWords(CLI::App& words);
    RunWords(const RunWords&) = delete;
    RunWords& operator=(const RunWords&) = delete;

    /// After the parsing. Throws std::invalid_argument.
    RunSettings settings() const;

    RunSettings given; ///< as the parser left it

private:
    std::vector<std::string> feeds_;
};

} // namespace lanterne::simulator
