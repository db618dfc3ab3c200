#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lanterne::hal {

/// Who restarts the firmware when it hangs. One thread uses it.
struct Watchdog {
    virtual ~Watchdog() = default;
    /// The unit works: its journal is open. Once.
    virtual void ready() = 0;
    /// The unit still works. Said only after the receiver's loop and the journal have both moved.
    virtual void alive() = 0;
    /// The orderly end has begun. Once.
    virtual void stopping() = 0;
    /// A line for a technician, printable ASCII.
    virtual void say(std::string_view status) = 0;
    /// alive() must come at least so often; nothing: nobody watches.
    virtual std::optional<std::chrono::milliseconds> patience() const = 0;
};

} // namespace lanterne::hal
