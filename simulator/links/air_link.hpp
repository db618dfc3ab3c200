#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/wire/topic.hpp"
#include "firmware/uplink/uplink.hpp"
#include "hal/link.hpp"
#include "hal/simulated/small_random.hpp"
#include "simulator/links/air.hpp"
#include "simulator/links/carrier.hpp"

namespace lanterne::simulator {

/// One unit's way through the air to the broker: its own connection as the firmware sees it, on a
/// carrier that it shares with others. Coverage comes and goes, connections are cut, messages take
/// their time, and the broker says the unit's last will when it hears nothing any more. Time is
/// race time and goes by pass() alone. One thread uses it.
class AirLink final : public firmware::Uplink, public hal::Link {
public:
    /// Messages on their way up, and receipts on their way down: more up are refused, as by a full
    /// queue of the firmware's client; the oldest down are lost.
    static constexpr std::size_t most_waiting = 32;
    /// 1.5 times the units' keep-alive.
    static constexpr Milliseconds will_after{90'000};

    /// `carrier` must outlive it.
    /// What becomes of connections is drawn from `world` alone, so that it does not depend on how
    /// many messages there were; how long those take, from `way`.
    AirLink(Carrier& carrier, UnitSerial unit, const Air& air, hal::simulated::SmallRandom world,
            hal::simulated::SmallRandom way, UtcTime begin);

    /// Time goes on to `now`, and this is what the network is there. Sends what is due.
    void pass(UtcTime now, bool covered);

    /// When the next message leaves; nothing when none waits.
    std::optional<UtcTime> next_due() const;
    /// Sends what is due until then, between two pass().
    void send_until(UtcTime now);

    /// The unit lost its power: the connection is gone, and what was under way with it.
    void switch_off();
    /// It is there again; the will is said when it is cut off.
    void switch_on(std::vector<std::byte> will);

    /// From now on the broker does not answer, or does again; the network is as it is.
    void hide_broker(bool hidden);

    void become(Flaw flaw) { flaw_ = flaw; }

    /// The connection ends now, as by a cut.
    void cut();

    /// What came for this unit on its topics.
    void deliver_receipt(std::span<const std::byte> payload);
    void deliver_config(std::span<const std::byte> payload);

    std::uint64_t connections() const override { return made_ + carrier_.connections(); }

    bool connected() const override { return connected_ && carrier_.connected(); }

    bool publish(wire::UnitChannel channel, std::span<const std::byte> payload) override;
    std::optional<std::vector<std::byte>> next_receipt() override;
    std::optional<std::vector<std::byte>> next_config() override;
    void use(std::uint8_t shard, firmware::Qos fixes) override;
    hal::LinkState state() override;

    std::uint64_t lost() const { return lost_; } ///< messages up that never arrived

private:
    struct Waiting {
        UtcTime due;
        std::vector<std::byte> payload;
        wire::UnitChannel channel = wire::UnitChannel::fixes;
    };

    bool reachable() const { return covered_ && powered_ && !hidden_; }

    void lose_connection();
    void connect_when_due();
    void cut_when_due();
    void say_will_when_due();
    void send_what_is_due();
    bool send(wire::UnitChannel channel, std::span<const std::byte> payload);
    Milliseconds delay();
    Milliseconds way_back();
    UtcTime next_cut();

    Carrier& carrier_;
    UnitSerial unit_;
    Air air_;
    hal::simulated::SmallRandom world_;
    hal::simulated::SmallRandom way_;
    UtcTime now_;
    std::uint8_t shard_ = 0;
    firmware::Qos fixes_ = firmware::Qos::at_least_once;
    Flaw flaw_ = Flaw::none;
    bool covered_ = true;
    bool powered_ = false;
    bool hidden_ = false; ///< the broker
    bool connected_ = false;
    bool will_is_due_ = false;
    std::uint64_t made_ = 0;
    std::uint64_t lost_ = 0;
    UtcTime unreachable_since_;
    UtcTime connects_at_;
    UtcTime cut_at_;
    std::vector<std::byte> will_;
    std::vector<Waiting> up_;
    std::vector<Waiting> down_;
    std::vector<std::byte> config_; ///< that the broker retains
    bool config_is_new_ = false;
};

} // namespace lanterne::simulator
