#include "ingest-server/shard_sessions.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include <fmt/format.h>

#include "core/wire/topic.hpp"

namespace lanterne::ingest {

namespace {

std::unique_ptr<service::MqttClient> client_of(service::MqttSettings broker, std::string name,
                                               std::int16_t shard,
                                               std::initializer_list<wire::UnitChannel> channels) {
    broker.client_id = std::move(name);
    broker.session = service::MqttSettings::Session::kept;
    auto client = std::make_unique<service::MqttClient>(std::move(broker));
    for (const wire::UnitChannel channel : channels) {
        client->subscribe(wire::shard_filter(static_cast<std::uint8_t>(shard), channel),
                          service::Qos::at_least_once);
    }
    return client;
}

} // namespace

void ShardSessions::follow(const Shards& shards) {
    std::erase_if(sessions_, [&](const auto& known) { return !shards.contains(known.first); });
    for (const std::int16_t shard : shards) {
        if (!sessions_.contains(shard)) {
            sessions_.emplace(shard, open(shard));
        }
    }
}

ShardSessions::Session ShardSessions::open(std::int16_t shard) const {
    using enum wire::UnitChannel;
    const std::string name = fmt::format("{}-s{:02}", broker_.client_id, shard);
    return {client_of(broker_, name, shard, {fixes, events, status}),
            client_of(broker_, name + "-late", shard, {backlog})};
}

std::vector<ShardSessions::Client*> ShardSessions::all(std::unique_ptr<Client> Session::*which) {
    std::vector<Client*> clients;
    for (const auto& [shard, session] : sessions_) {
        clients.push_back((session.*which).get());
    }
    if (!clients.empty()) {
        std::ranges::rotate(clients,
                            clients.begin() + static_cast<std::ptrdiff_t>(turns_ % clients.size()));
    }
    return clients;
}

void ShardSessions::wait(std::chrono::milliseconds timeout) {
    std::vector<Client*> clients = live();
    std::ranges::copy(late(), std::back_inserter(clients));
    service::MqttClient::wait(clients, timeout);
}

void ShardSessions::acknowledge() {
    for (const auto& [shard, session] : sessions_) {
        session.live->acknowledge();
        session.late->acknowledge();
    }
}

bool ShardSessions::are_subscribed() const {
    return std::ranges::all_of(sessions_, [](const auto& of_shard) {
        return of_shard.second.live->subscribed() && of_shard.second.late->subscribed();
    });
}

} // namespace lanterne::ingest
