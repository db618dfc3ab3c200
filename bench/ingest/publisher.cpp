#include "bench/ingest/publisher.hpp"

#include <algorithm>
#include <stdexcept>

#include <mosquitto.h>

namespace lanterne::bench {
namespace {

constexpr std::size_t most_on_the_way = 2'000; ///< messages without a PUBACK
constexpr int in_flight = 500;                 ///< as the broker's max_inflight_messages
constexpr std::chrono::milliseconds longest_wait{20};

void check(int code, const char* what) {
    if (code != MOSQ_ERR_SUCCESS) {
        throw std::runtime_error{std::string{what} + ": " + mosquitto_strerror(code)};
    }
}

} // namespace

void Publisher::Close::operator()(mosquitto* client) const {
    mosquitto_destroy(client);
    mosquitto_lib_cleanup();
}

Publisher::Publisher(std::uint16_t port, const std::string& client_id) {
    mosquitto_lib_init(); // counted by the library
    client_.reset(mosquitto_new(client_id.c_str(), true, this));
    if (!client_) {
        throw std::runtime_error{"libmosquitto gives no client"};
    }
    mosquitto_connect_callback_set(client_.get(), [](mosquitto*, void* self, int code) {
        static_cast<Publisher*>(self)->is_connected_ = code == 0;
    });
    mosquitto_publish_callback_set(client_.get(), [](mosquitto*, void* self, int) {
        ++static_cast<Publisher*>(self)->taken_;
    });
    check(mosquitto_int_option(client_.get(), MOSQ_OPT_TCP_NODELAY, 1), "no delay");
    mosquitto_max_inflight_messages_set(client_.get(), in_flight);
    check(mosquitto_connect(client_.get(), "127.0.0.1", port, 60), "connect");
    while (!is_connected_) {
        serve(longest_wait);
    }
}

void Publisher::serve(std::chrono::milliseconds timeout) {
    check(mosquitto_loop(client_.get(), static_cast<int>(timeout.count()), 1), "the broker");
}

void Publisher::send(std::span<const Outgoing> messages, WallTime began) {
    for (const Outgoing& message : messages) {
        for (;;) {
            const auto early = began + message.due - std::chrono::system_clock::now();
            if (early <= std::chrono::milliseconds{0} && sent_ - taken_ < most_on_the_way) {
                break;
            }
            serve(std::clamp(std::chrono::floor<std::chrono::milliseconds>(early),
                             std::chrono::milliseconds{1}, longest_wait));
        }
        check(mosquitto_publish(client_.get(), nullptr, message.topic.c_str(),
                                static_cast<int>(message.payload->size()), message.payload->data(),
                                1, false),
              "publish");
        ++sent_;
    }
    while (taken_ < sent_) {
        serve(longest_wait);
    }
}

} // namespace lanterne::bench
