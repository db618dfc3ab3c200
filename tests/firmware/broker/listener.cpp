#include "tests/firmware/broker/listener.hpp"

#include <stdexcept>

namespace lanterne::firmware {

Listener::Listener(std::uint16_t port) : client_{{.port = port, .client_id = "listener"}} {
    client_.subscribe("ln/1/#", service::Qos::at_least_once);
    // Its own word coming back says that the subscription stands.
    const auto stands = [](const service::MqttMessage& message) {
        return message.topic == "ln/1/listener/stands";
    };
    for (int attempt = 0; attempt < 100; ++attempt) {
        client_.publish("ln/1/listener/stands", {}, service::Qos::at_most_once,
                        service::Retain::no);
        listen();
        if (std::erase_if(heard, stands) > 0) {
            return;
        }
    }
    throw std::runtime_error{"the broker does not answer: " + client_.last_error()};
}

void Listener::listen() {
    for (service::MqttMessage& message : client_.receive(std::chrono::milliseconds{50}, 100)) {
        heard.push_back(std::move(message));
    }
    client_.acknowledge();
}

bool Listener::hears_on(const std::string& topic) {
    return hears([&](const service::MqttMessage& message) { return message.topic == topic; });
}

void Listener::say(const std::string& topic, std::span<const std::byte> payload) {
    client_.publish(topic, payload, service::Qos::at_least_once, service::Retain::no);
    listen();
}

void Listener::retain(const std::string& topic, std::span<const std::byte> payload) {
    client_.publish(topic, payload, service::Qos::at_least_once, service::Retain::yes);
    listen();
}

} // namespace lanterne::firmware
