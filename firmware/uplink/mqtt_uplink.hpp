#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "firmware/uplink/uplink.hpp"
#include "hal/clock.hpp"

namespace lanterne::firmware {

struct MqttUplinkSettings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 1883;
    std::uint8_t shard = 0; ///< 0 to 63
    Qos qos = Qos::at_least_once;
    bool tls = false;             ///< TLS 1.3, both sides with a certificate
    std::string ca_file;          ///< PEM; who must have signed the broker's certificate
    std::string certificate_file; ///< PEM; the unit's own
    std::string key_file;         ///< PEM; to certificate_file
    std::chrono::seconds keep_alive{60};
};

/// The way to the broker over MQTT 3.1.1: clean session, nothing stored (the journal is the
/// queue). Connects again by itself: at once, then after 1 s doubling to 60 s, each with jitter so
/// that a fleet does not return as one. Over TLS the broker's certificate must be signed by the
/// authority and name the host. The library's threads touch nothing but a bounded mailbox.
class MqttUplink final : public Uplink {
public:
    /// Messages without the broker's PUBACK; beyond, publish() says no.
    static constexpr std::size_t max_in_flight = 16;
    /// Of these, fixes take at most so many, and fixes and events together at most so many: also
    /// when the broker is slow, an SOS and the last status get out.
    static constexpr std::size_t max_fixes_in_flight = max_in_flight - 4;
    static constexpr std::size_t max_events_in_flight = max_in_flight - 1;
    /// Receipts not yet taken; beyond, the oldest goes: a later receipt says what it said.
    static constexpr std::size_t max_receipts = 64;
    /// A longer configuration is dropped. The design keeps them under it.
    static constexpr std::size_t max_config_bytes = std::size_t{15} * 1024;

    /// The clock must outlive it.
    MqttUplink(MqttUplinkSettings settings, UnitSerial unit, hal::Clock& clock,
               std::uint64_t random_seed);
    /// Disconnects without waiting for what is in flight.
    ~MqttUplink() override;
    MqttUplink(const MqttUplink&) = delete;
    MqttUplink& operator=(const MqttUplink&) = delete;

    /// Begins to connect. `will` is what the broker publishes as this unit's retained status when
    /// the unit is cut off. Once. Throws std::runtime_error when a library refuses.
    void start(std::vector<std::byte> will);

    /// Tries to connect when that is due; call it often. Does not block.
    void tend();

    /// True when the broker has acknowledged all that was published, or there is no connection.
    bool idle() const;

    /// The orderly end, without the will: begins to disconnect and never connects again.
    void close();
    /// True when the connection is gone.
    bool closed() const;

    std::uint64_t connections() const override;
    bool connected() const override;
    bool publish(wire::UnitChannel channel, std::span<const std::byte> payload) override;
    std::optional<std::vector<std::byte>> next_receipt() override;
    std::optional<std::vector<std::byte>> next_config() override;
    void use(std::uint8_t shard, Qos fixes) override;

    /// Why there is no connection, in one line, once: the same again only after
    /// trouble_silence. At most one a try; an older one that nobody took is gone.
    std::optional<std::string> next_trouble();
    static constexpr std::chrono::minutes trouble_silence{10};

    /// Receipts that were dropped because the mailbox was full or they were too large.
    std::uint64_t dropped_receipts() const;

private:
    class Client;
    std::unique_ptr<Client> client_;
};

} // namespace lanterne::firmware
