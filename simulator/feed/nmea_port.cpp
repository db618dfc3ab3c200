#include "simulator/feed/nmea_port.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "simulator/feed/pty_port.hpp"
#include "simulator/feed/udp_port.hpp"

namespace lanterne::simulator {

std::unique_ptr<NmeaPort> open_nmea_port(const std::string& address) {
    constexpr std::string_view pty = "pty:";
    constexpr std::string_view udp = "udp://";
    if (address.starts_with(pty) && address.size() > pty.size()) {
        return std::make_unique<PtyPort>(address.substr(pty.size()));
    }
    if (address.starts_with(udp)) {
        return std::make_unique<UdpPort>(address.substr(udp.size()));
    }
    throw std::invalid_argument{
        fmt::format("'{}': pty:PATH or udp://127.0.0.1:PORT would be right", address)};
}

} // namespace lanterne::simulator
