#pragma once

#include "tests/support/tracker/shared_uplink.hpp"

namespace lanterne {

/// A unit's way to a real broker with a gate in it: closed, the unit is in a tunnel.
class GatedUplink final : public firmware::Uplink {
public:
    /// `client` must outlive it. Closed at first.
    GatedUplink(service::MqttClient& client, const UnitSerial& unit) : way_{client, unit} {}

    void open() {
        openings_ += is_open_ ? 0U : 1U;
        is_open_ = true;
    }

    void close() { is_open_ = false; }

    bool is_open() const { return is_open_; }

    /// A receipt from the broker; lost when the gate is closed.
    void deliver_receipt(std::vector<std::byte> payload) {
        if (is_open_) {
            way_.deliver_receipt(std::move(payload));
        }
    }

    std::uint64_t connections() const override { return openings_ + way_.connections(); }

    bool connected() const override { return is_open_ && way_.connected(); }

    bool publish(wire::UnitChannel channel, std::span<const std::byte> payload) override {
        return is_open_ && way_.publish(channel, payload);
    }

    std::optional<std::vector<std::byte>> next_receipt() override {
        return is_open_ ? way_.next_receipt() : std::nullopt;
    }

    std::optional<std::vector<std::byte>> next_config() override { return std::nullopt; }

    void use(std::uint8_t shard, firmware::Qos fixes) override { way_.use(shard, fixes); }

private:
    support::SharedUplink way_;
    bool is_open_ = false;
    std::uint64_t openings_ = 0;
};

} // namespace lanterne
