#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "service/mqtt_client.hpp"

namespace lanterne::simulator {

/// What carries the messages of simulated units to a broker. One thread uses it.
struct Carrier {
    virtual ~Carrier() = default;
    virtual bool connected() const = 0;
    /// Made so far: a change means that what was in flight may be lost.
    virtual std::uint64_t connections() const = 0;
    /// False when it was not taken: no connection, or no room.
    virtual bool publish(const std::string& topic, std::span<const std::byte> payload,
                         service::Qos qos, service::Retain retain) = 0;
};

} // namespace lanterne::simulator
