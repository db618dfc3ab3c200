#include "service/mqtt_state.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace lanterne::service {

using mqtt::Incoming;
using mqtt::SteadyClock;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::seconds shortest_keep_alive{5}; // the library's own limit
/// How often the library gets to look at its pings and time-outs.
constexpr milliseconds housekeeping{1000};

std::string reason(int code) {
    return code == MOSQ_ERR_ERRNO ? std::strerror(errno) : mosquitto_strerror(code);
}

void require(int code, const char* what) {
    if (code != MOSQ_ERR_SUCCESS) {
        throw std::runtime_error{std::string{"MQTT: "} + what + ": " + reason(code)};
    }
}

} // namespace

MqttClient::State::State(MqttSettings wanted) : settings{std::move(wanted)} {
    handle.reset(mosquitto_new(settings.client_id.empty() ? nullptr : settings.client_id.c_str(),
                               settings.session == MqttSettings::Session::clean, this));
    if (handle == nullptr) {
        throw std::runtime_error{"MQTT: a kept session needs a client id"};
    }
    if (settings.host.empty() || settings.port == 0 || settings.keep_alive < shortest_keep_alive) {
        throw std::runtime_error{
            "MQTT: needs a host, a port, and to be kept alive each 5 s or more"};
    }
    mosquitto* raw = handle.get();
    // Makes the library queue what it wants to send, PUBACKs too, until write().
    require(mosquitto_threaded_set(raw, true), "threaded");
    require(mosquitto_int_option(raw, MOSQ_OPT_TCP_NODELAY, 1), "no delay");
    if (!settings.user.empty()) {
        require(mosquitto_username_pw_set(raw, settings.user.c_str(), settings.password.c_str()),
                "user and password");
    }
    mosquitto_connect_callback_set(
        raw, [](mosquitto*, void* self, int code) { static_cast<State*>(self)->on_connect(code); });
    mosquitto_disconnect_callback_set(raw, [](mosquitto*, void* self, int code) {
        static_cast<State*>(self)->lost(reason(code));
    });
    mosquitto_subscribe_callback_set(raw, [](mosquitto*, void* self, int, int, const int*) {
        auto& left = static_cast<State*>(self)->unanswered;
        left -= std::min<std::size_t>(left, 1);
    });
    mosquitto_publish_callback_set(raw, [](mosquitto*, void* self, int id) {
        static_cast<State*>(self)->unsent.erase(id);
        static_cast<State*>(self)->unconfirmed.erase(id);
    });
    mosquitto_message_callback_set(raw,
                                   [](mosquitto*, void* self, const mosquitto_message* message) {
                                       static_cast<State*>(self)->on_message(*message);
                                   });
}

/// Whatever is written takes the PUBACKs before it along.
bool MqttClient::State::may_write() const {
    return unacknowledged == 0 &&
           std::none_of(incoming.begin(), incoming.end(),
                        [](const Incoming& one) { return one.qos == Qos::at_least_once; });
}

void MqttClient::State::check(int code) {
    if (code != MOSQ_ERR_SUCCESS && (connected || trying)) {
        lost(reason(code));
    }
}

void MqttClient::State::lost(std::string why) {
    connected = false;
    trying = false;
    error = std::move(why);
    next_try = SteadyClock::now() + pause;
    pause = std::min(pause * 2, mqtt::longest_pause);
    // The library forgets these, and the PUBACKs it had queued: the broker sends those messages
    // again.
    unsent.clear();
    unacknowledged = 0;
}

void MqttClient::State::connect() {
    trying = true;
    give_up = SteadyClock::now() + connect_limit;
    // Keeps our own at_least_once messages over a loss; forgets everything else it had queued.
    check(mosquitto_connect_async(handle.get(), settings.host.c_str(), settings.port,
                                  static_cast<int>(settings.keep_alive.count())));
}

void MqttClient::State::keep_connection() {
    const auto now = SteadyClock::now();
    if (trying && now >= give_up) {
        lost("the broker did not answer CONNECT in time");
    }
    if (!connected && !trying && now >= next_try) {
        connect();
    }
    if (connected || trying) {
        check(mosquitto_loop_misc(handle.get()));
    }
}

void MqttClient::State::write() {
    if ((connected || trying) && may_write() && mosquitto_want_write(handle.get())) {
        check(mosquitto_loop_write(handle.get(), 1));
    }
}

bool MqttClient::State::readable() const {
    pollfd asked{mosquitto_socket(handle.get()), POLLIN, 0};
    return asked.fd >= 0 && (connected || trying) && poll(&asked, 1, 0) > 0;
}

/// One packet a call of the library, so that `limit` holds: but it may read some more while
/// messages of our own are unconfirmed. It says nothing about more to read, hence the question each
/// time.
void MqttClient::State::read(std::size_t limit) {
    while (incoming.size() < std::max<std::size_t>(limit, 1) && readable()) {
        check(mosquitto_loop_read(handle.get(), 1));
    }
}

/// What to wait for on the socket.
pollfd MqttClient::State::asked() const {
    pollfd asked{connected || trying ? mosquitto_socket(handle.get()) : -1, POLLIN, 0};
    // While connecting, the first thing to happen is that it can be written to.
    if (trying || (may_write() && mosquitto_want_write(handle.get()))) {
        asked.events |= POLLOUT;
    }
    return asked;
}

/// When there is something to do even if nothing comes.
SteadyClock::time_point MqttClient::State::due() const {
    const auto next = SteadyClock::now() + housekeeping;
    return connected || trying ? next : std::min(next, next_try);
}

void MqttClient::State::subscribe(const std::string& filter, Qos qos) {
    if (mosquitto_subscribe(handle.get(), nullptr, filter.c_str(), static_cast<int>(qos)) ==
        MOSQ_ERR_SUCCESS) {
        ++unanswered;
    }
}

void MqttClient::State::on_connect(int code) {
    if (code != 0) {
        lost(mosquitto_connack_string(code));
        return;
    }
    connected = true;
    trying = false;
    ++connections;
    error.clear();
    pause = mqtt::first_pause;
    unanswered = 0;
    for (const auto& [filter, qos] : filters) {
        subscribe(filter, qos);
    }
}

void MqttClient::State::on_message(const mosquitto_message& message) {
    const auto size = static_cast<std::size_t>(message.payloadlen);
    if (size > payload_limit) {
        ++dropped;
        return;
    }
    const auto* payload = static_cast<const std::byte*>(message.payload);
    incoming.push_back({{message.topic, {payload, payload + size}, message.retain},
                        message.qos > 0 ? Qos::at_least_once : Qos::at_most_once});
}

} // namespace lanterne::service
