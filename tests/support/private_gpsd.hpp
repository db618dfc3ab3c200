#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/feed/nmea_port.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

/// A gpsd of the test program's own on 127.0.0.1 with one receiver, which the test plays. The
/// receiver is a pseudo-terminal; where gpsd may not open one (Debian's AppArmor profile) it is a
/// UDP port, and stderr says so. Gone with this object.
class PrivateGpsd {
public:
    /// Its options, besides those for port and receiver. With speed and framing it does not probe
    /// for seconds after each start.
    explicit PrivateGpsd(std::vector<std::string> options = {"-n", "-b", "-s", "9600", "-f",
                                                             "8N1"});

    std::uint16_t port() const { return port_; }

    /// gpsd has it open already.
    simulator::NmeaPort& receiver() { return *receiver_; }

    /// SIGKILL; start() brings it back on the same port with the same receiver.
    void kill9();
    void start();

private:
    bool open(const std::string& feed, const std::string& device);

    TempFolder folder_;
    std::vector<std::string> options_;
    std::uint16_t port_;
    std::string device_;
    std::unique_ptr<simulator::NmeaPort> receiver_;
    std::optional<ChildProcess> server_;
};

/// Plays what a receiver said, line by line; before each line that begins with `epoch_start`
/// (such as "$GPGGA") it waits so long. Throws std::runtime_error when the file cannot be read.
void play_recording(const std::filesystem::path& file, simulator::NmeaPort& receiver,
                    std::string_view epoch_start, std::chrono::milliseconds pace);

} // namespace lanterne::support
