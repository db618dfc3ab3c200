#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "hal/gnss_receiver.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::simulator {

/// A simulated athlete's unit: who it is, and what its receiver would say at a race time (nothing:
/// silence).
struct FleetMember {
    UnitSerial unit;
    std::function<std::optional<hal::GnssReading>(UtcTime)> receiver;
};

struct FleetSettings {
    Milliseconds fix_interval{1000};                 ///< race time between two epochs
    std::chrono::milliseconds report_interval{1000}; ///< wall time between two messages
    std::uint64_t seed = 1;
};

struct FleetReport {
    std::uint64_t journalled = 0;
    std::uint64_t unreceipted = 0;
    std::uint64_t sent_messages = 0;
    std::uint64_t resent_messages = 0;
};

/// Any number of units in one process: each the real firmware on a simulated HAL, all on one
/// connection. One thread; the caller's loop drives it.
class Fleet {
public:
    /// Epochs that a unit which fell behind is given in one turn: the others wait for it that long
    /// at most.
    static constexpr int max_epochs_a_turn = 120;

    /// `client` must outlive the fleet. The first epoch of each is at `begin`, race time.
    Fleet(service::MqttClient& client, std::vector<FleetMember> members, FleetSettings settings,
          UtcTime begin);
    ~Fleet();
    Fleet(const Fleet&) = delete;
    Fleet& operator=(const Fleet&) = delete;

    /// Lets each receiver say its epochs up to `race_now`, and each tracker do what is due.
    void turn(UtcTime race_now, std::chrono::steady_clock::time_point now);

    /// Syncs and sends what is unsent; no more epochs.
    void flush();

    /// A message that came to the client: receipts and configurations find their unit, all
    /// else is passed over.
    void deliver(const service::MqttMessage& message);

    FleetReport report() const;

private:
    struct Unit;
    std::vector<std::unique_ptr<Unit>> units_;
    FleetSettings settings_;
};

/// What the fleet's client subscribes to.
inline constexpr const char* all_receipts_filter = "ln/1/+/a";
inline constexpr const char* all_configs_filter = "ln/1/+/c";

} // namespace lanterne::simulator
