#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/private_authority.hpp"

namespace lanterne {

struct RawSettings {
    std::uint16_t port = 0;
    std::string client_id;
    std::string user{};
    std::string password{};
    std::filesystem::path authority{}; ///< empty: no TLS
    support::Credentials credentials{};
    std::string will_topic{};
};

/// Anybody at the broker, who may try whatever MQTT lets him say. Not through our own clients,
/// which would not try it.
class RawClient {
public:
    struct Message {
        std::string topic;
        std::string payload;
    };

    explicit RawClient(const RawSettings& settings);
    ~RawClient();
    RawClient(RawClient&&) noexcept;

    /// True when the broker accepted the connection, within 10 s.
    bool accepted();
    bool still_connected();

    /// QoS 1. True when the broker acknowledged it, also when it dropped it for want of a right.
    bool publish(const std::string& topic, const std::string& payload, bool retained = false);
    /// True when the broker answered, whatever it granted.
    bool subscribe(const std::string& filter);

    /// True when that message was heard, now or before, within 10 s.
    bool hears(const std::string& topic, const std::string& payload);

    const std::vector<Message>& heard() const;

    /// The socket closes without a word, so the broker publishes the will.
    void vanish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne
