#pragma once

#include <atomic>
#include <thread>

#include "service/log.hpp"
#include "service/metrics.hpp"
#include "service/mqtt_client.hpp"
#include "web-api/live/live_hub.hpp"

namespace lanterne::web {

/// Reads ln/live/# on a thread of its own and hands what it can read to the hub. Hub, registry and
/// log outlive it. Throws std::runtime_error for settings that MqttClient refuses.
class LiveFeed {
public:
    LiveFeed(const service::MqttSettings& settings, LiveHub& hub, service::Registry& registry,
             service::Log& log);
    ~LiveFeed();
    LiveFeed(const LiveFeed&) = delete;
    LiveFeed& operator=(const LiveFeed&) = delete;

    /// And subscribed. Any thread.
    bool is_connected() const { return is_connected_; }

private:
    void run();
    void note_connection();
    void take(const service::MqttMessage& message);
    void refuse(std::string_view reason);

    service::MqttClient client_; ///< of the thread, once it runs
    LiveHub& hub_;
    service::Registry& registry_;
    service::Log& log_;
    std::atomic<bool> is_connected_{false};
    std::atomic<bool> is_stopping_{false};
    std::thread thread_;
};

} // namespace lanterne::web
