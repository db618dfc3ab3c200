#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <mosquitto.h>
#include <poll.h>

#include "service/mqtt_client.hpp"

/// What is behind an MqttClient: libmosquitto's handle, driven by hand, and what its callbacks say.
/// Included by mqtt_*.cpp alone.
namespace lanterne::service {

namespace mqtt {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

inline constexpr milliseconds first_pause{200};
inline constexpr milliseconds longest_pause{5000};

struct Library {
    Library() { mosquitto_lib_init(); }

    ~Library() { mosquitto_lib_cleanup(); }

    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

struct Destroy {
    void operator()(mosquitto* handle) const noexcept { mosquitto_destroy(handle); }
};

struct Incoming {
    MqttMessage message;
    Qos qos;
};

} // namespace mqtt

struct MqttClient::State {
    explicit State(MqttSettings wanted);

    mqtt::Library library{};
    MqttSettings settings;
    std::unique_ptr<mosquitto, mqtt::Destroy> handle{};
    std::vector<std::pair<std::string, Qos>> filters{};

    std::deque<mqtt::Incoming> incoming{}; ///< read, not returned yet
    std::size_t unacknowledged = 0;        ///< at_least_once messages that were returned
    std::set<int> unsent{};                ///< ids of at_most_once messages in the library
    std::set<int> unconfirmed{};           ///< and of at_least_once ones
    std::uint64_t dropped = 0;
    std::size_t unanswered = 0; ///< filters without a SUBACK

    bool connected = false;
    bool trying = false; ///< CONNECT is under way
    std::uint64_t connections = 0;
    std::string error = "not tried yet";
    mqtt::milliseconds pause = mqtt::first_pause;
    mqtt::SteadyClock::time_point next_try{};
    mqtt::SteadyClock::time_point give_up{};

    bool may_write() const;
    void check(int code);
    void lost(std::string why);
    void keep_connection();
    void connect();
    void write();
    void subscribe(const std::string& filter, Qos qos);
    bool readable() const;
    void read(std::size_t limit);
    pollfd asked() const;
    mqtt::SteadyClock::time_point due() const;

    void on_connect(int code);
    void on_message(const mosquitto_message& message);
};

} // namespace lanterne::service
