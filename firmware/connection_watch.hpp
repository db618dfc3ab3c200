#pragma once

#include <optional>
#include <string>
#include <utility>

#include "firmware/log.hpp"

namespace lanterne::firmware {

/// Says in the log when a connection comes and goes, and why. The log must outlive it.
class ConnectionWatch {
public:
    ConnectionWatch(Log& log, std::string name) : log_{log}, name_{std::move(name)} {}

    void see(bool connected) {
        if (connected == connected_) {
            return;
        }
        connected_ = connected;
        if (connected) {
            log_.info(name_ + " connected");
        } else {
            log_.warning(name_ + " gone, trying again");
        }
    }

    /// Why there is none, when that is new.
    void explain(const std::optional<std::string>& reason) {
        if (reason) {
            log_.warning(name_ + " out of reach", {{"reason", *reason}});
        }
    }

private:
    Log& log_;
    std::string name_;
    bool connected_ = false;
};

} // namespace lanterne::firmware
