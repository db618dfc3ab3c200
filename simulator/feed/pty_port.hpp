#pragma once

#include <string>

#include "simulator/feed/nmea_port.hpp"

namespace lanterne::simulator {

/// A pseudo-terminal that looks like a serial receiver; see open_nmea_port.
class PtyPort final : public NmeaPort {
public:
    explicit PtyPort(std::string link);
    ~PtyPort() override;
    PtyPort(const PtyPort&) = delete;
    PtyPort& operator=(const PtyPort&) = delete;

    bool wait_for_reader(std::chrono::milliseconds timeout) override;
    void write(std::string_view sentences) override;
    void drain() override;

private:
    void drain_probes();

    std::string link_;
    std::string slave_;
    int master_ = -1;
};

} // namespace lanterne::simulator
