#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/mqtt_client.hpp"
#include "simulator/links/carrier.hpp"

namespace lanterne::simulator {

struct BrokerSettings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 1883;
    std::string user; ///< empty: none
    std::string password;
    std::size_t connections = 4; ///< 1 to Connections::most
};

/// A few connections to a broker that carry the messages of any number of units. One thread uses
/// it, and each carrier; they live as long as this object.
class Connections {
public:
    static constexpr std::size_t most = 16;
    /// What a turn of a unit may publish at most is taken without asking; see has_room().
    static constexpr std::size_t room_of_a_turn = 64;

    /// Connects in the background. Throws std::invalid_argument for a number of connections that
    /// is not allowed, std::runtime_error when the library refuses the settings.
    explicit Connections(const BrokerSettings& settings);
    ~Connections();
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;

    /// That unit's, by its number.
    Carrier& carrier(std::size_t unit);

    /// All of them are there, and the broker will pass on what comes for units.
    bool ready() const;
    /// What is said of a connection that is not there; empty when all are.
    std::string fault() const;

    /// Every connection takes what units may say in a turn. False: poll() first.
    bool has_room() const;
    /// Messages that the broker does not have yet.
    std::size_t unsent() const;

    /// Sends and takes what there is, waiting at most `timeout` for something. `hear` is called for
    /// each message that came.
    void poll(std::chrono::milliseconds timeout,
              const std::function<void(const service::MqttMessage&)>& hear);

private:
    class Shared;
    std::vector<std::unique_ptr<Shared>> shared_;
};

} // namespace lanterne::simulator
