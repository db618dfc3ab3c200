#include "tests/tools/broker/raw_client.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <mosquitto.h>
#include <sys/socket.h>

#include "tests/support/waiting.hpp"

namespace lanterne {
namespace {

constexpr std::chrono::seconds patience{10};

} // namespace

struct RawClient::State {
    mosquitto* handle = nullptr;
    bool accepted = false;
    bool refused = false;
    std::set<int> answered;
    std::vector<Message> heard;

    ~State() { mosquitto_destroy(handle); }

    template<class Condition>
    bool turn_until(Condition condition) {
        return support::wait_until(
                   [&] {
                       const int result = mosquitto_loop(handle, 20, 1);
                       refused = refused || result != MOSQ_ERR_SUCCESS;
                       return condition() || refused;
                   },
                   patience) &&
               condition();
    }
};

RawClient::RawClient(const RawSettings& settings) : state_{std::make_unique<State>()} {
    mosquitto_lib_init();
    State& state = *state_;
    state.handle = mosquitto_new(settings.client_id.empty() ? nullptr : settings.client_id.c_str(),
                                 true, &state);
    mosquitto_connect_callback_set(state.handle, [](mosquitto*, void* self, int code) {
        static_cast<State*>(self)->accepted = code == 0;
        static_cast<State*>(self)->refused = code != 0;
    });
    mosquitto_publish_callback_set(state.handle, [](mosquitto*, void* self, int id) {
        static_cast<State*>(self)->answered.insert(id);
    });
    mosquitto_subscribe_callback_set(state.handle,
                                     [](mosquitto*, void* self, int id, int, const int*) {
                                         static_cast<State*>(self)->answered.insert(id);
                                     });
    mosquitto_message_callback_set(state.handle,
                                   [](mosquitto*, void* self, const mosquitto_message* message) {
                                       static_cast<State*>(self)->heard.push_back(
                                           {message->topic,
                                            {static_cast<const char*>(message->payload),
                                             static_cast<std::size_t>(message->payloadlen)}});
                                   });
    if (!settings.user.empty()) {
        mosquitto_username_pw_set(state.handle, settings.user.c_str(), settings.password.c_str());
    }
    if (!settings.will_topic.empty()) {
        mosquitto_will_set(state.handle, settings.will_topic.c_str(), 4, "will", 1, true);
    }
    if (!settings.authority.empty()) {
        const auto name = [](const std::filesystem::path& path) {
            return path.empty() ? nullptr : path.c_str();
        };
        if (mosquitto_tls_set(state.handle, settings.authority.c_str(), nullptr,
                              name(settings.credentials.certificate),
                              name(settings.credentials.key), nullptr) != MOSQ_ERR_SUCCESS) {
            throw std::runtime_error{"libmosquitto refuses the TLS files"};
        }
    }
    state.refused =
        mosquitto_connect(state.handle, "127.0.0.1", settings.port, 60) != MOSQ_ERR_SUCCESS;
}

RawClient::~RawClient() = default;
RawClient::RawClient(RawClient&&) noexcept = default;

bool RawClient::accepted() {
    return state_->turn_until([&] { return state_->accepted; });
}

bool RawClient::still_connected() {
    for (int turn = 0; turn < 5; ++turn) {
        state_->refused = state_->refused || mosquitto_loop(state_->handle, 20, 1) != 0;
    }
    return state_->accepted && !state_->refused;
}

bool RawClient::publish(const std::string& topic, const std::string& payload, bool retained) {
    int id = 0;
    return mosquitto_publish(state_->handle, &id, topic.c_str(), static_cast<int>(payload.size()),
                             payload.data(), 1, retained) == MOSQ_ERR_SUCCESS &&
           state_->turn_until([&] { return state_->answered.contains(id); });
}

bool RawClient::subscribe(const std::string& filter) {
    int id = 0;
    return mosquitto_subscribe(state_->handle, &id, filter.c_str(), 1) == MOSQ_ERR_SUCCESS &&
           state_->turn_until([&] { return state_->answered.contains(id); });
}

bool RawClient::hears(const std::string& topic, const std::string& payload) {
    return state_->turn_until([&] {
        return std::any_of(state_->heard.begin(), state_->heard.end(), [&](const Message& message) {
            return message.topic == topic && message.payload == payload;
        });
    });
}

const std::vector<RawClient::Message>& RawClient::heard() const { return state_->heard; }

void RawClient::vanish() { shutdown(mosquitto_socket(state_->handle), SHUT_RDWR); }

} // namespace lanterne
