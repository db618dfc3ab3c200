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

/// What gpsd says, one reading an epoch, which it may report several times (ReadingHold). A report
/// counts when its mode is 2D or 3D and its position finite; its status says nothing (0 for an
/// ordinary fix). Until gpsd knows the date its reports have no time.
///
/// It reconnects after 250 ms doubling to 8 s, and gives each attempt 5 s. A receiver that stalls
/// is only silence: next() comes back empty. So it does, within its timeout, when the other side
/// does not answer, says half a line or never stops. Not bounded: looking up a host's name
/// (LineSocket), and a line of broken JSON, of which some keep libgps 3.22 in a loop.
class GpsdReceiver final : public hal::GnssReceiver {
public:
    explicit GpsdReceiver(const GpsdAddress& address);
    ~GpsdReceiver() override;
    GpsdReceiver(const GpsdReceiver&) = delete;
    GpsdReceiver& operator=(const GpsdReceiver&) = delete;

    Result<std::optional<GnssReading>, GnssError> next(std::chrono::milliseconds timeout) override;

    /// True while gpsd answers.
    bool connected() const;

    /// Reports that added nothing to the epoch they were of.
    std::uint64_t dropped() const;

private:
    class Connection;
    std::unique_ptr<Connection> connection_;
};

} // namespace lanterne::hal::linux_system
