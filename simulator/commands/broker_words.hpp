#pragma once

#include <CLI/CLI.hpp>

#include "simulator/fleet/connections.hpp"

namespace lanterne::simulator {

/// Gives a command the words for its broker; the parser writes into `broker`, which outlives it.
void add_broker_words(CLI::App& words, BrokerSettings& broker);

/// From the environment, which is where a secret may stand; empty: none.
std::string broker_password();

} // namespace lanterne::simulator
