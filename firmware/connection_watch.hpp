#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "firmware/log.hpp"

namespace lanterne::firmware {

/// Says in the log when a connection comes and goes, and why, and knows it for who asks. The log
/// must outlive it.
class ConnectionWatch {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// There is none yet.
    ConnectionWatch(Log& log, std::string name, Instant now)
        : log_{log}, name_{std::move(name)}, since_{now} {}

    void see(bool connected, Instant now) {
        if (connected == connected_) {
            return;
        }
        connected_ = connected;
        since_ = now;
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
            trouble_ = reason;
        }
    }

    bool connected() const { return connected_; }

    /// Since when it is as it is.
    Instant since() const { return since_; }

    /// What was explained last.
    const std::optional<std::string>& trouble() const { return trouble_; }

private:
    Log& log_;
    std::string name_;
    Instant since_;
    bool connected_ = false;
    std::optional<std::string> trouble_;
};

} // namespace lanterne::firmware
