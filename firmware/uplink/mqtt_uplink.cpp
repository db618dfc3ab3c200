#include "firmware/uplink/mqtt_uplink.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>
#include <utility>

#include <MQTTAsync.h>
#include <fmt/format.h>

#include "core/wire/receipt.hpp"
#include "core/wire/topic.hpp"
#include "firmware/identity/tls.hpp"
#include "firmware/uplink/back_off.hpp"
#include "firmware/uplink/mailbox.hpp"

namespace lanterne::firmware {
namespace {

using Instant = std::chrono::steady_clock::time_point;

constexpr int certain = 1; ///< the QoS of all but fixes
constexpr std::chrono::seconds connect_patience{20};
constexpr std::chrono::seconds leaving_patience{5};
/// A connection that held so long was a good one: the next loss is tried again quickly.
constexpr std::chrono::seconds good_connection{30};

/// Where the connection is. Callbacks move it, and the unit's thread.
enum class Phase { down, connecting, accepted, subscribing, subscribed };

using PhaseCell = std::atomic<Phase>;

/// The only things that the library's threads touch.
struct Shared {
    PhaseCell phase{Phase::down};
    std::atomic<bool> taken_back{false}; ///< the status on the shard that is being left
    std::array<std::atomic<bool>, MqttUplink::max_in_flight> in_flight{};
    Mailbox receipts{MqttUplink::max_receipts, wire::max_receipt_bytes};
    Mailbox troubles{4, 300};                         ///< of the try that is going on
    Mailbox configs{1, MqttUplink::max_config_bytes}; ///< the newest replaces what nobody took
};

/// Messages in flight that leave room for one more on this channel.
constexpr std::size_t most_in_flight(wire::UnitChannel channel) {
    switch (channel) {
    case wire::UnitChannel::fixes:
    case wire::UnitChannel::backlog: return MqttUplink::max_fixes_in_flight;
    case wire::UnitChannel::events: return MqttUplink::max_events_in_flight;
    case wire::UnitChannel::status: break;
    }
    return MqttUplink::max_in_flight;
}

void on_accepted(void* context, MQTTAsync_successData*) {
    Phase expected = Phase::connecting;
    static_cast<Shared*>(context)->phase.compare_exchange_strong(expected, Phase::accepted);
}

void on_subscribed(void* context, MQTTAsync_successData*) {
    Phase expected = Phase::subscribing;
    static_cast<Shared*>(context)->phase.compare_exchange_strong(expected, Phase::subscribed);
}

void note(Shared& shared, std::string_view trouble) {
    shared.troubles.put(std::as_bytes(std::span{trouble}));
}

void on_refused(void* context, MQTTAsync_failureData* failure) {
    auto& shared = *static_cast<Shared*>(context);
    if (failure != nullptr) {
        note(shared,
             fmt::format("{} ({})", failure->message != nullptr ? failure->message : "refused",
                         failure->code));
    }
    shared.phase = Phase::down;
}

int on_tls_error(const char* line, std::size_t length, void* context) {
    note(*static_cast<Shared*>(context), "TLS: " + tls_reason({line, length}));
    return 1;
}

void on_lost(void* context, char*) { static_cast<Shared*>(context)->phase = Phase::down; }

/// Our receipts and our configuration are all that is subscribed to; their topics end in a and c.
/// An empty configuration is one that was taken back: there is nothing to apply.
int on_message(void* context, char* topic, int, MQTTAsync_message* message) {
    auto& shared = *static_cast<Shared*>(context);
    const std::span bytes{static_cast<const std::byte*>(message->payload),
                          static_cast<std::size_t>(message->payloadlen)};
    const std::string_view name{topic};
    if (name.ends_with("/a")) {
        shared.receipts.put(bytes);
    } else if (!bytes.empty()) {
        shared.configs.put(bytes);
    }
    MQTTAsync_freeMessage(&message);
    MQTTAsync_free(topic);
    return 1;
}

void free_slot(void* slot) { *static_cast<std::atomic<bool>*>(slot) = false; }

void on_delivered(void* slot, MQTTAsync_successData*) { free_slot(slot); }

void on_taken_back(void* context, MQTTAsync_successData*) {
    static_cast<Shared*>(context)->taken_back = true;
}

void on_undelivered(void* slot, MQTTAsync_failureData*) { free_slot(slot); }

} // namespace

class MqttUplink::Client {
public:
    Client(MqttUplinkSettings settings, UnitSerial unit, hal::Clock& clock,
           std::uint64_t random_seed)
        : clock_{clock}, settings_{std::move(settings)}, unit_{std::move(unit)},
          back_off_{random_seed}, receipt_topic_{wire::receipt_topic(unit_)},
          config_topic_{wire::configuration_topic(unit_)} {}

    ~Client() {
        if (handle_ != nullptr) {
            close();
            MQTTAsync_destroy(&handle_);
        }
    }

    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void start(std::vector<std::byte> will);
    void tend();
    void close();
    bool idle() const;

    bool closed() const { return handle_ == nullptr || MQTTAsync_isConnected(handle_) == 0; }

    bool publish(wire::UnitChannel channel, std::span<const std::byte> payload);
    void use(std::uint8_t shard, Qos fixes);

    bool up() const { return up_ && !leaving_since_ && shared_.phase == Phase::subscribed; }

    std::uint64_t connections() const { return connections_; }

    std::optional<std::string> next_trouble() { return std::exchange(trouble_, std::nullopt); }

    Shared& shared() { return shared_; }

private:
    std::string topic(wire::UnitChannel channel) const {
        return wire::to_text(wire::UnitTopic{settings_.shard, unit_, channel});
    }

    std::size_t in_flight() const {
        return static_cast<std::size_t>(
            std::count(shared_.in_flight.begin(), shared_.in_flight.end(), true));
    }

    bool send(wire::UnitChannel channel, std::span<const std::byte> payload,
              std::atomic<bool>& slot);

    std::string address() const {
        return fmt::format("{}://{}:{}", settings_.tls ? "ssl" : "tcp", settings_.host,
                           settings_.port);
    }

    void say_why();
    bool connect();
    bool subscribe();
    void leave();
    void disconnect();
    void wait_before_next_try();

    hal::Clock& clock_;
    MqttUplinkSettings settings_;
    UnitSerial unit_;
    BackOff back_off_;
    std::string receipt_topic_;
    std::string config_topic_;
    std::vector<std::byte> will_;
    MQTTAsync handle_ = nullptr;
    Shared shared_;
    bool trying_ = false; ///< a try was begun and has not ended
    bool up_ = false;
    bool closed_ = false;
    std::optional<Instant> leaving_since_; ///< the old shard
    bool moving_ = false; ///< to another shard: that connection was left on purpose
    std::uint64_t connections_ = 0;
    std::optional<std::string> trouble_;
    std::string said_; ///< the last trouble
    Instant said_at_{};
    Instant next_try_{};
    Instant since_{}; ///< of the try, or of the connection
};

void MqttUplink::Client::start(std::vector<std::byte> will) {
    will_ = std::move(will);
    if (settings_.tls) {
        require_tls_1_3();
    }
    MQTTAsync_createOptions options = MQTTAsync_createOptions_initializer;
    options.MQTTVersion = MQTTVERSION_3_1_1;
    options.sendWhileDisconnected = 0;
    options.maxBufferedMessages = static_cast<int>(max_in_flight);
    if (MQTTAsync_createWithOptions(&handle_, address().c_str(), unit_.text().c_str(),
                                    MQTTCLIENT_PERSISTENCE_NONE, nullptr,
                                    &options) != MQTTASYNC_SUCCESS ||
        MQTTAsync_setCallbacks(handle_, &shared_, on_lost, on_message, nullptr) !=
            MQTTASYNC_SUCCESS) {
        throw std::runtime_error("the MQTT library refuses the broker's address " + address());
    }
    tend();
}

bool MqttUplink::Client::connect() {
    const std::string will_topic = topic(wire::UnitChannel::status);
    MQTTAsync_willOptions will = MQTTAsync_willOptions_initializer;
    will.topicName = will_topic.c_str();
    will.payload.len = static_cast<int>(will_.size());
    will.payload.data = will_.data();
    will.retained = 1;
    will.qos = certain;
    MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
    options.MQTTVersion = MQTTVERSION_3_1_1;
    options.cleansession = 1;
    options.keepAliveInterval = static_cast<int>(settings_.keep_alive.count());
    options.connectTimeout = 10;
    options.maxInflight = static_cast<int>(max_in_flight);
    options.will = &will;
    MQTTAsync_SSLOptions tls = MQTTAsync_SSLOptions_initializer;
    if (settings_.tls) {
        tls.trustStore = settings_.ca_file.c_str();
        tls.keyStore = settings_.certificate_file.c_str();
        tls.privateKey = settings_.key_file.c_str();
        tls.disableDefaultTrustStore = 1;
        tls.enableServerCertAuth = 1;
        tls.verify = 1; // the name too
        tls.ssl_error_cb = on_tls_error;
        tls.ssl_error_context = &shared_;
        options.ssl = &tls;
    }
    options.onSuccess = on_accepted;
    options.onFailure = on_refused;
    options.context = &shared_;
    // Before the call: the answer may come on the library's thread before it returns.
    shared_.phase = Phase::connecting;
    return MQTTAsync_connect(handle_, &options) == MQTTASYNC_SUCCESS;
}

bool MqttUplink::Client::subscribe() {
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    options.onSuccess = on_subscribed;
    options.onFailure = on_refused;
    options.context = &shared_;
    shared_.phase = Phase::subscribing;
    std::array<char*, 2> topics{receipt_topic_.data(), config_topic_.data()};
    std::array<int, 2> levels{certain, certain};
    return MQTTAsync_subscribeMany(handle_, static_cast<int>(topics.size()), topics.data(),
                                   levels.data(), &options) == MQTTASYNC_SUCCESS;
}

void MqttUplink::Client::disconnect() {
    MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;
    options.timeout = 0;
    MQTTAsync_disconnect(handle_, &options);
    shared_.phase = Phase::down;
}

void MqttUplink::Client::wait_before_next_try() {
    if (up_ && clock_.steady() - since_ >= good_connection) {
        back_off_.reset();
    }
    say_why();
    up_ = false;
    trying_ = false;
    next_try_ = clock_.steady() + back_off_.next();
}

void MqttUplink::Client::say_why() {
    std::string why = (up_ ? "lost the connection to " : "cannot connect to ") + address();
    while (true) {
        const auto part = shared_.troubles.take();
        if (!part) {
            break;
        }
        const std::string text{reinterpret_cast<const char*>(part->data()), part->size()};
        if (why.find(text) == std::string::npos) {
            why += ": " + text;
        }
    }
    if (settings_.tls && !up_ && why.find("TLS: ") == std::string::npos) {
        // The library tells these apart no more.
        why += ": nobody listens there, its certificate has another name, or it refuses ours";
    }
    const Instant now = clock_.steady();
    if (std::exchange(moving_, false)) {
        return;
    }
    if (why != said_ || now - said_at_ >= trouble_silence) {
        said_ = why;
        said_at_ = now;
        trouble_ = std::move(why);
    }
}

void MqttUplink::Client::tend() {
    if (handle_ == nullptr || closed_) {
        return;
    }
    const Instant now = clock_.steady();
    const Phase phase = shared_.phase;
    if (leaving_since_ &&
        (phase == Phase::down || shared_.taken_back || now - *leaving_since_ >= leaving_patience)) {
        leaving_since_.reset();
        disconnect();
        return;
    }
    if (phase == Phase::down) {
        if (trying_ || up_) {
            wait_before_next_try();
        } else if (now >= next_try_) {
            since_ = now;
            trying_ = true;
            if (!connect()) {
                // The library may hold a connection that we had given up.
                disconnect();
            }
        }
    } else if (phase == Phase::accepted) {
        if (!subscribe()) {
            disconnect();
        }
    } else if (phase == Phase::subscribed && !up_) {
        // What was in flight on an earlier connection is gone, whether the library says so or not.
        for (std::atomic<bool>& slot : shared_.in_flight) {
            slot = false;
        }
        trying_ = false;
        up_ = true;
        since_ = now;
        ++connections_;
    } else if (phase != Phase::subscribed && now - since_ > connect_patience) {
        disconnect();
    }
}

bool MqttUplink::Client::publish(wire::UnitChannel channel, std::span<const std::byte> payload) {
    if (!up()) {
        return false;
    }
    const auto slot = std::find(shared_.in_flight.begin(), shared_.in_flight.end(), false);
    if (in_flight() >= most_in_flight(channel) || slot == shared_.in_flight.end()) {
        return false;
    }
    *slot = true;
    const bool taken = send(channel, payload, *slot);
    if (!taken) {
        *slot = false;
    }
    return taken;
}

bool MqttUplink::Client::send(wire::UnitChannel channel, std::span<const std::byte> payload,
                              std::atomic<bool>& slot) {
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    options.onSuccess = on_delivered;
    options.onFailure = on_undelivered;
    options.context = &slot;
    const int qos = wire::carries_fixes(channel) ? static_cast<int>(settings_.qos) : certain;
    const int retained = channel == wire::UnitChannel::status ? 1 : 0;
    return MQTTAsync_send(handle_, topic(channel).c_str(), static_cast<int>(payload.size()),
                          payload.data(), qos, retained, &options) == MQTTASYNC_SUCCESS;
}

/// Takes back the status that the old shard's topic retains, and then the will on it: the
/// connection goes when the broker has the first, or did not say so in time.
void MqttUplink::Client::leave() {
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    options.onSuccess = on_taken_back;
    options.context = &shared_;
    shared_.taken_back = false;
    MQTTAsync_send(handle_, topic(wire::UnitChannel::status).c_str(), 0, nullptr, certain, 1,
                   &options);
    leaving_since_ = clock_.steady();
    moving_ = true;
}

void MqttUplink::Client::use(std::uint8_t shard, Qos fixes) {
    settings_.qos = fixes;
    if (settings_.shard == shard) {
        return;
    }
    if (up()) {
        leave();
    } else if (shared_.phase != Phase::down) {
        disconnect(); // a try whose will would lie on the old shard's topic
    }
    settings_.shard = shard;
}

bool MqttUplink::Client::idle() const { return !up() || in_flight() == 0; }

void MqttUplink::Client::close() {
    if (handle_ != nullptr && !closed_) {
        closed_ = true;
        disconnect();
    }
}

MqttUplink::MqttUplink(MqttUplinkSettings settings, UnitSerial unit, hal::Clock& clock,
                       std::uint64_t random_seed)
    : client_{std::make_unique<Client>(std::move(settings), std::move(unit), clock, random_seed)} {}

MqttUplink::~MqttUplink() = default;

void MqttUplink::start(std::vector<std::byte> will) { client_->start(std::move(will)); }

void MqttUplink::tend() { client_->tend(); }

bool MqttUplink::idle() const { return client_->idle(); }

void MqttUplink::close() { client_->close(); }

void MqttUplink::use(std::uint8_t shard, Qos fixes) { client_->use(shard, fixes); }

bool MqttUplink::closed() const { return client_->closed(); }

std::uint64_t MqttUplink::connections() const { return client_->connections(); }

bool MqttUplink::connected() const { return client_->up(); }

bool MqttUplink::publish(wire::UnitChannel channel, std::span<const std::byte> payload) {
    return client_->publish(channel, payload);
}

std::optional<std::vector<std::byte>> MqttUplink::next_receipt() {
    return client_->shared().receipts.take();
}

std::optional<std::vector<std::byte>> MqttUplink::next_config() {
    return client_->shared().configs.take();
}

std::optional<std::string> MqttUplink::next_trouble() { return client_->next_trouble(); }

std::uint64_t MqttUplink::dropped_receipts() const { return client_->shared().receipts.dropped(); }

} // namespace lanterne::firmware
