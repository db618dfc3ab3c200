#pragma once

#include <string>
#include <vector>

#include "simulator/links/carrier.hpp"

namespace lanterne::simulator {

/// A carrier that writes down what it is given, and has a broker as long as the test says so.
class WrittenCarrier final : public Carrier {
public:
    struct Message {
        std::string topic;
        std::vector<std::byte> payload;
        service::Qos qos;
        service::Retain retain;
    };

    bool connected() const override { return is_there; }

    std::uint64_t connections() const override { return made; }

    bool publish(const std::string& topic, std::span<const std::byte> payload, service::Qos qos,
                 service::Retain retain) override {
        if (!is_there) {
            return false;
        }
        messages.push_back({topic, {payload.begin(), payload.end()}, qos, retain});
        return true;
    }

    bool is_there = true;
    std::uint64_t made = 1;
    std::vector<Message> messages;
};

} // namespace lanterne::simulator
