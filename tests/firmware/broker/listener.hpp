#pragma once

#include <string>
#include <vector>

#include "service/mqtt_client.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::firmware {

/// What a server hears and says at the broker of a test.
class Listener {
public:
    explicit Listener(std::uint16_t port);

    /// True when a message was heard for which the condition holds, now or before.
    template<class Condition>
    bool hears(Condition condition, std::chrono::seconds limit = support::patience) {
        const auto until = std::chrono::steady_clock::now() + limit;
        do {
            for (const service::MqttMessage& message : heard) {
                if (condition(message)) {
                    return true;
                }
            }
            listen();
        } while (std::chrono::steady_clock::now() < until);
        return false;
    }

    bool hears_on(const std::string& topic);
    void listen();
    void say(const std::string& topic, std::span<const std::byte> payload);
    void retain(const std::string& topic, std::span<const std::byte> payload);

    std::vector<service::MqttMessage> heard;

private:
    service::MqttClient client_;
};

} // namespace lanterne::firmware
