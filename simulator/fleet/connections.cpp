#include "simulator/fleet/connections.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

namespace lanterne::simulator {
namespace {

constexpr std::size_t messages_a_poll = 1000;

constexpr const char* all_receipts = "ln/1/+/a";
constexpr const char* all_configurations = "ln/1/+/c";

} // namespace

class Connections::Shared final : public Carrier {
public:
    explicit Shared(service::MqttSettings settings) : client{std::move(settings)} {}

    bool connected() const override { return client.connected(); }

    std::uint64_t connections() const override { return client.connections(); }

    bool publish(const std::string& topic, std::span<const std::byte> payload, service::Qos qos,
                 service::Retain retain) override {
        return client.publish(topic, payload, qos, retain);
    }

    service::MqttClient client;
};

Connections::Connections(const BrokerSettings& settings) {
    if (settings.connections == 0 || settings.connections > most) {
        throw std::invalid_argument{
            fmt::format("{} connections: 1 to {} would be right", settings.connections, most)};
    }
    for (std::size_t number = 0; number < settings.connections; ++number) {
        shared_.push_back(std::make_unique<Shared>(
            service::MqttSettings{.host = settings.host,
                                  .port = settings.port,
                                  .client_id = fmt::format("lanterne-sim-{}-{}", getpid(), number),
                                  .user = settings.user,
                                  .password = settings.password}));
    }
    service::MqttClient& first = shared_.front()->client;
    first.subscribe(all_receipts, service::Qos::at_most_once);
    first.subscribe(all_configurations, service::Qos::at_least_once);
}

Connections::~Connections() = default;

Carrier& Connections::carrier(std::size_t unit) { return *shared_[unit % shared_.size()]; }

bool Connections::ready() const {
    return shared_.front()->client.subscribed() &&
           std::ranges::all_of(shared_, [](const auto& one) { return one->connected(); });
}

std::string Connections::fault() const {
    for (const auto& one : shared_) {
        if (!one->connected()) {
            return one->client.last_error();
        }
    }
    return {};
}

/// A connection that is not there takes nothing, and asks nobody to wait.
bool Connections::has_room() const {
    return std::ranges::all_of(shared_, [](const auto& one) {
        return !one->connected() || one->client.room() >= room_of_a_turn;
    });
}

std::size_t Connections::unsent() const {
    std::size_t sum = 0;
    for (const auto& one : shared_) {
        sum += one->client.unsent();
    }
    return sum;
}

void Connections::poll(std::chrono::milliseconds timeout,
                       const std::function<void(const service::MqttMessage&)>& hear) {
    std::vector<service::MqttClient*> clients;
    for (const auto& one : shared_) {
        clients.push_back(&one->client);
    }
    if (timeout.count() > 0) {
        service::MqttClient::wait(clients, timeout);
    }
    for (service::MqttClient* client : clients) {
        for (const auto& message : client->receive(std::chrono::milliseconds{0}, messages_a_poll)) {
            hear(message);
        }
        client->acknowledge();
    }
}

} // namespace lanterne::simulator
