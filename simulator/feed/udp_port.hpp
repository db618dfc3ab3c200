#pragma once

#include <string>

#include "simulator/feed/nmea_port.hpp"

namespace lanterne::simulator {

/// Datagrams to a gpsd that listens on udp://; see open_nmea_port.
class UdpPort final : public NmeaPort {
public:
    /// "127.0.0.1:5060" or "[::1]:5060".
    explicit UdpPort(const std::string& host_and_port);
    ~UdpPort() override;
    UdpPort(const UdpPort&) = delete;
    UdpPort& operator=(const UdpPort&) = delete;

    /// A datagram tells nothing of its reader, but a port that nobody has open refuses (ICMP).
    bool wait_for_reader(std::chrono::milliseconds timeout) override;
    void write(std::string_view sentences) override;

    /// A datagram is the kernel's once it was sent.
    void drain() override {}

private:
    int socket_ = -1;
};

} // namespace lanterne::simulator
