#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::simulator {

struct RealUnitSettings {
    std::filesystem::path folder; ///< its own; made, with its parents; journal and logs stay there
    std::filesystem::path tracker_program; ///< lanterne-tracker
    std::filesystem::path boards_folder;   ///< where the board generic-linux is found
    std::string broker_host = "127.0.0.1";
    std::uint16_t broker_port = 1883; ///< without TLS
    UnitSerial unit;
    std::uint8_t shard = 0; ///< 0 to 63
    std::chrono::milliseconds report_interval{1000};
};

/// An athlete's unit as programs of their own: a real lanterne-tracker that hears its receiver
/// through a real gpsd. What it is told (`say`) may be of any day and come at any rate, as a race
/// on a clock of its own does. One thread uses it, the main one (ChildProcess).
class RealUnit {
public:
    /// Returns when both programs run; that the tracker reaches gpsd and broker is its own matter.
    /// Throws std::runtime_error (std::system_error too) when one does not start.
    explicit RealUnit(const RealUnitSettings& settings);
    ~RealUnit(); ///< ends both in order; waits for them, some seconds at most
    RealUnit(RealUnit&&) noexcept;
    RealUnit& operator=(RealUnit&&) noexcept;

    /// What its receiver says next; never waits (RealReceiver::say).
    void say(const hal::GnssReading& reading);

    /// Looks whether both still run; call it now and then. Nothing is started again.
    void look();

    /// What ended too early, with its last words, once look() has seen it.
    const std::optional<std::string>& fault() const;

    const UnitSerial& serial() const;

    /// Readings that its receiver did not get out.
    std::uint64_t dropped() const;

    /// Asks the tracker to end, and does not wait: of many units each, before the first one goes.
    void begin_to_end();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::simulator
