#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace lanterne::bench {

/// Enough of MQTT 3.1.1 to subscribe to the topic "f" over a WebSocket and to publish there.

/// What a subscriber says, as frames of a WebSocket client.
std::string subscriber_greeting();

/// What a publisher says first, on plain TCP.
std::string publisher_greeting();

/// A message of QoS 0 to the topic.
std::string publication(const std::string& payload);

} // namespace lanterne::bench
