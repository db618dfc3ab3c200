#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::simulator {

/// gpsd 3.22 takes ten epochs a second from a receiver and lumps more together (measured); seven
/// leave some air. So at `rate` (race time over wall time) a receiver that would say an epoch each
/// `wished` of race time may say one each so much of it, in whole seconds above one; `wished`
/// itself while that is slow enough.
Milliseconds epoch_interval(Milliseconds wished, double rate);

/// A simulated receiver with a real gpsd that hears it, by a pseudo-terminal; where Debian's
/// AppArmor profile forbids gpsd those, by UDP. Under root gpsd runs as an account without rights:
/// it would else say the race's time to whoever sets the system's clock.
class RealReceiver {
public:
    /// Of wall time, between two epochs.
    static constexpr std::chrono::milliseconds least_gap{100};

    /// Starts gpsd; its log lies in `folder`, which is there. Returns when it takes connections.
    /// From the main thread (ChildProcess). Throws std::runtime_error when it does not start.
    explicit RealReceiver(std::filesystem::path folder);
    ~RealReceiver(); ///< ends gpsd

    /// Of gpsd, on 127.0.0.1.
    std::uint16_t port() const;

    /// Does not wait (Speaker::say).
    void say(const hal::GnssReading& reading);

    /// Why gpsd hears nothing any more. To be asked now and then; from the main thread.
    std::optional<std::string> fault();

    /// Readings that did not get out, because gpsd was too slow.
    std::uint64_t dropped() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::simulator
