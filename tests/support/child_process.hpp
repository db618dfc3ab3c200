#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "simulator/real/child.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::support {

using simulator::Account;
using simulator::ChildProcess;
using Command = simulator::ChildCommand;
using simulator::find_program;
using simulator::unprivileged_account;

/// Runs it to its end. Throws std::runtime_error with what it said when it failed.
void run_to_end(Command command, std::chrono::seconds limit = patience);

/// The whole file, or what could be read of it; empty when there is none.
std::string read_text(const std::filesystem::path& file);

} // namespace lanterne::support
