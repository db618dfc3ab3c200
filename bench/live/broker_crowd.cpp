#include "bench/live/broker_crowd.hpp"

namespace lanterne::bench {

namespace {

using namespace std::string_literals;

/// CONNECT with a clean session, no name and no keep-alive.
const std::string connect = "\x10\x0c\x00\x04MQTT\x04\x02\x00\x00\x00\x00"s;
/// SUBSCRIBE to "f", QoS 0.
const std::string subscribe = "\x82\x06\x00\x01\x00\x01\x66\x00"s;

/// A binary frame with a mask of zeros, which changes nothing.
std::string client_frame(const std::string& content) {
    return "\x82"s + static_cast<char>(0x80U | content.size()) + "\0\0\0\0"s + content;
}

} // namespace

std::string subscriber_greeting() { return client_frame(connect) + client_frame(subscribe); }

std::string publisher_greeting() { return connect; }

std::string publication(const std::string& payload) {
    std::string packet = "\x30";
    for (std::size_t left = payload.size() + 3; left > 0; left /= 128) {
        packet += static_cast<char>(left % 128 + (left >= 128 ? 128 : 0));
    }
    return packet + "\x00\x01\x66"s + payload;
}

} // namespace lanterne::bench
