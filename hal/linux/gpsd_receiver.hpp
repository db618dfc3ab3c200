#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "hal/gnss_receiver.hpp"

namespace lanterne::hal::linux_system {

struct GpsdAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 2947;
};

/// What gpsd says, one reading an epoch. gpsd may report an epoch several times (without altitude
/// at first): the last report of a time counts, so an epoch is complete when a report of another
/// time arrives or gpsd has been quiet (ReadingHold). A report counts when its mode is 2D or 3D, its
/// time is known and its position finite; its status says nothing (0 for an ordinary fix).
///
/// libgps does not reconnect: this does, after 250 ms doubling to 8 s. A receiver that stalls is
/// only silence: next() comes back empty.
class GpsdReceiver final : public hal::GnssReceiver {
public:
    explicit GpsdReceiver(GpsdAddress address);
    ~GpsdReceiver() override;
    GpsdReceiver(const GpsdReceiver&) = delete;
    GpsdReceiver& operator=(const GpsdReceiver&) = delete;

    Result<std::optional<GnssReading>, GnssError> next(std::chrono::milliseconds timeout) override;

    /// True while gpsd answers.
    bool connected() const;

private:
    class Connection;
    std::unique_ptr<Connection> connection_;
};

} // namespace lanterne::hal::linux_system
