#include "service/mqtt_client.hpp"

#include <algorithm>
#include <utility>

#include "service/mqtt_state.hpp"

namespace lanterne::service {

using mqtt::Incoming;
using mqtt::SteadyClock;
using std::chrono::milliseconds;

MqttClient::MqttClient(MqttSettings settings)
    : state_{std::make_unique<State>(std::move(settings))} {
    state_->connect();
}

MqttClient::~MqttClient() {
    if (state_->connected && state_->may_write()) {
        mosquitto_disconnect(state_->handle.get());
        mosquitto_loop_write(state_->handle.get(), 1);
    }
}

void MqttClient::subscribe(const std::string& filter, Qos qos) {
    state_->filters.emplace_back(filter, qos);
    if (state_->connected) {
        state_->subscribe(filter, qos);
    }
}

std::vector<MqttMessage> MqttClient::receive(milliseconds timeout, std::size_t limit) {
    const auto deadline = SteadyClock::now() + timeout;
    for (;;) {
        state_->keep_connection();
        state_->write();
        state_->read(limit);
        if (!state_->incoming.empty() || SteadyClock::now() >= deadline) {
            break;
        }
        MqttClient* self = this;
        wait({&self, 1}, std::chrono::ceil<milliseconds>(deadline - SteadyClock::now()));
    }
    std::vector<MqttMessage> messages;
    while (!state_->incoming.empty() && messages.size() < limit) {
        Incoming& next = state_->incoming.front();
        state_->unacknowledged += next.qos == Qos::at_least_once ? 1 : 0;
        messages.push_back(std::move(next.message));
        state_->incoming.pop_front();
    }
    return messages;
}

void MqttClient::wait(std::span<MqttClient* const> clients, milliseconds timeout) {
    auto until = SteadyClock::now() + timeout;
    std::vector<pollfd> asked;
    for (const MqttClient* client : clients) {
        until = std::min(until, client->state_->due());
        asked.push_back(client->state_->asked());
    }
    const auto left = std::chrono::ceil<milliseconds>(until - SteadyClock::now()).count();
    poll(asked.data(), asked.size(), static_cast<int>(std::max<std::int64_t>(left, 0)));
}

void MqttClient::acknowledge() {
    state_->unacknowledged = 0;
    state_->write();
}

bool MqttClient::publish(const std::string& topic, std::span<const std::byte> payload, Qos qos,
                         Retain retain) {
    if (payload.size() > payload_limit || room() == 0) {
        return false;
    }
    int id = 0;
    const int code = mosquitto_publish(state_->handle.get(), &id, topic.c_str(),
                                       static_cast<int>(payload.size()), payload.data(),
                                       static_cast<int>(qos), retain == Retain::yes);
    if (code != MOSQ_ERR_SUCCESS) {
        return false;
    }
    (qos == Qos::at_least_once ? state_->unconfirmed : state_->unsent).insert(id);
    return true;
}

std::size_t MqttClient::room() const {
    return state_->connected ? unsent_limit - std::min(unsent_limit, unsent()) : 0;
}

bool MqttClient::connected() const { return state_->connected; }

bool MqttClient::subscribed() const { return state_->connected && state_->unanswered == 0; }

std::uint64_t MqttClient::connections() const { return state_->connections; }

std::uint64_t MqttClient::dropped() const { return state_->dropped; }

std::size_t MqttClient::unsent() const {
    return state_->unsent.size() + state_->unconfirmed.size();
}

std::string MqttClient::last_error() const { return state_->error; }

int MqttClient::socket() const {
    return state_->connected || state_->trying ? mosquitto_socket(state_->handle.get()) : -1;
}

} // namespace lanterne::service
