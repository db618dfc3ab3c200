#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace lanterne::simulator {

/// Where a simulated receiver's sentences go to.
struct NmeaPort {
    virtual ~NmeaPort() = default;

    /// Waits until somebody reads the port. False: nobody within the timeout.
    virtual bool wait_for_reader(std::chrono::milliseconds timeout) = 0;

    /// Writes all of it, waiting while the reader is slower (back-pressure) as long as it takes up
    /// to a limit of 10 s, after which the reader counts as gone. Throws std::runtime_error when
    /// the port failed.
    virtual void write(std::string_view sentences) = 0;

    /// Waits until the reader has taken all that was written, at most 2 s: a port that closes takes
    /// the rest with it.
    virtual void drain() = 0;
};

/// "pty:PATH": a pseudo-terminal; PATH becomes a link to its slave, readable by everybody, because
/// gpsd drops its privileges before it opens a device. What the reader writes to it is thrown away.
/// "udp://HOST:PORT": one datagram an epoch; HOST is 127.0.0.1 or [::1]; no back-pressure.
/// Throws std::invalid_argument for anything else, std::runtime_error when it cannot be opened.
std::unique_ptr<NmeaPort> open_nmea_port(const std::string& address);

} // namespace lanterne::simulator
