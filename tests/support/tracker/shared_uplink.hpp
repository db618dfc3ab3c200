#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "firmware/uplink/uplink.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::support {

/// What a client of shared uplinks subscribes to.
inline constexpr const char* all_receipts_filter = "ln/1/+/a";

/// A unit's way to the broker: many units share one connection, each under its own
/// topics.
class SharedUplink final : public firmware::Uplink {
public:
    /// Receipts waiting for a unit that does not read them; the oldest are lost, as QoS 0 may.
    static constexpr std::size_t receipt_limit = 16;

    /// `client` must outlive the uplink.
    SharedUplink(service::MqttClient& client, UnitSerial unit);

    std::uint64_t connections() const override { return client_.connections(); }

    bool connected() const override { return client_.connected(); }

    bool publish(wire::UnitChannel channel, std::span<const std::byte> payload) override;
    std::optional<std::vector<std::byte>> next_receipt() override;

    std::optional<std::vector<std::byte>> next_config() override {
        return std::exchange(config_, std::nullopt);
    }

    void use(std::uint8_t shard, firmware::Qos fixes) override {
        shard_ = shard;
        fixes_ = fixes;
    }

    /// What came on this unit's receipt topic.
    void deliver_receipt(std::vector<std::byte> payload);

    /// What came on this unit's configuration topic; replaces one that was not taken.
    void deliver_config(std::vector<std::byte> payload) { config_ = std::move(payload); }

private:
    service::MqttClient& client_;
    UnitSerial unit_;
    std::uint8_t shard_ = 0;
    firmware::Qos fixes_ = firmware::Qos::at_least_once;
    std::deque<std::vector<std::byte>> receipts_;
    std::optional<std::vector<std::byte>> config_;
};

} // namespace lanterne::support
