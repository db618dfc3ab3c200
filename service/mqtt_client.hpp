#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace lanterne::service {

/// Where the broker is and who we are. The only place that knows libmosquitto is mqtt_state.hpp.
struct MqttSettings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 1883;
    std::string client_id;
    enum class Session {
        clean,
        kept
    } session = Session::clean; ///< kept: the broker queues while we are away
    std::chrono::seconds keep_alive{60};
    std::string user; ///< empty: none
    std::string password;
};

struct MqttMessage {
    std::string topic;
    std::vector<std::byte> payload;
    bool retained = false;
};

enum class Qos : int { at_most_once = 0, at_least_once = 1 };
enum class Retain { no, yes };

/// An MQTT 3.1.1 client on its caller's loop and thread.
///
/// A PUBACK for what receive() returned leaves only in the next acknowledge(): so whoever stores
/// between the two never acknowledges what is not stored. That order holds on libmosquitto 2.0.11
/// because the handle is "threaded" while we drive the loop ourselves (mosquitto_threaded_set); a
/// broker test holds us to it. Until then nothing at all is sent, not even a ping: a caller that
/// does not acknowledge for longer than 1.5 x keep_alive loses the connection. What is not
/// acknowledged when a connection ends comes again in the next one, if the session is kept.
class MqttClient {
public:
    static constexpr std::size_t payload_limit = 65'536; ///< larger: acknowledged, dropped, counted
    /// Messages that publish() took and the broker does not have yet; more are refused.
    static constexpr std::size_t unsent_limit = 1000;
    /// A broker that takes the connection but does not answer CONNECT is given up after that.
    static constexpr std::chrono::seconds connect_limit{5};

    /// Connects in the background; never throws for an absent broker. Throws std::runtime_error
    /// when the library refuses the settings.
    explicit MqttClient(MqttSettings settings);
    ~MqttClient();
    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;

    /// Remembered and repeated at each connection.
    void subscribe(const std::string& filter, Qos qos);

    /// Waits at most `timeout` for messages, then takes those that are there, at most `limit` (0:
    /// none, it only serves the connection).
    /// Keeps the connection alive and makes it anew after a loss (0.2 to 5 s back-off). While the
    /// broker is away: empty. May return early after a signal. May be called again before
    /// acknowledge(): the broker stops at its max_inflight_messages. Sends what publish() queued,
    /// if everything before is acknowledged.
    std::vector<MqttMessage> receive(std::chrono::milliseconds timeout, std::size_t limit);

    /// Lets the PUBACKs of everything received so far leave.
    void acknowledge();

    /// True when taken: it leaves in the next receive() or acknowledge(); at_least_once again after
    /// a loss of the connection. False while there is none, over `unsent_limit`, larger than
    /// `payload_limit`, or for a topic that MQTT does not allow.
    bool publish(const std::string& topic, std::span<const std::byte> payload, Qos qos,
                 Retain retain);
    /// So many messages publish() would take now.
    std::size_t room() const;

    /// Returns when receive() of one of these has something to do, after `timeout`, or after a
    /// signal.
    static void wait(std::span<MqttClient* const> clients, std::chrono::milliseconds timeout);

    bool connected() const;
    /// The broker has answered each subscribe() of this connection.
    bool subscribed() const;
    std::uint64_t connections() const; ///< made so far
    std::uint64_t dropped() const;     ///< messages over `payload_limit`
    std::size_t unsent() const;        ///< taken by publish(), and not with the broker yet
    std::string last_error() const;    ///< why there is no connection; empty while there is one

    /// Readable when receive() has something to do; changes with each connection; -1 while there is
    /// none.
    int socket() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::service
