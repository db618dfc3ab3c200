#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lanterne::hal::linux_system {

/// The other end of a real pty: a test that plays a modem.
class PlayedModem {
public:
    PlayedModem();
    ~PlayedModem();
    PlayedModem(const PlayedModem&) = delete;
    PlayedModem& operator=(const PlayedModem&) = delete;

    const std::filesystem::path& port() const { return port_; }

    /// What has been asked until now.
    std::string asked();
    void say(std::string_view text);
    /// Pulls the modem out: its port is there no more.
    void pull();

private:
    int descriptor_ = -1;
    std::filesystem::path port_;
    std::string asked_;
};

} // namespace lanterne::hal::linux_system
