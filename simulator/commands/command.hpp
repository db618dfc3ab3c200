#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace lanterne::simulator {

inline constexpr int wrong_use = 2; ///< the exit code of a program that was asked for nonsense

/// A subcommand of lanterne-sim: its constructor gives the program its words, which the parser
/// writes into the object, so it may not move.
class Command {
public:
    virtual ~Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    /// Whether it is the one that was asked for. After the parsing.
    bool is_asked_for() const { return words_->parsed(); }

    /// Does it, to its end or until `stop` says so. Answers the exit code; throws
    /// std::invalid_argument for wrong use and std::runtime_error for what failed, in one line.
    virtual int run(const std::function<bool()>& stop) = 0;

protected:
    explicit Command(CLI::App* words) : words_{words} {}

    CLI::App& words() { return *words_; }

private:
    CLI::App* words_; ///< owned by the program's
};

} // namespace lanterne::simulator
