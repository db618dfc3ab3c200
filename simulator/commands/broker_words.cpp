#include "simulator/commands/broker_words.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace lanterne::simulator {
namespace {

constexpr const char* password_variable = "LANTERNE_SIM_PASSWORD";

} // namespace

void add_broker_words(CLI::App& words, BrokerSettings& broker) {
    words.add_option("--host", broker.host, "broker");
    words.add_option("--port", broker.port, "broker");
    words.add_option("--user", broker.user,
                     fmt::format("at the broker; its password is in {}", password_variable));
    words.add_option("--connections", broker.connections, "to the broker, for all units")
        ->check(CLI::Range(std::size_t{1}, Connections::most));
}

std::string broker_password() {
    const char* password = std::getenv(password_variable);
    return password != nullptr ? password : "";
}

} // namespace lanterne::simulator
