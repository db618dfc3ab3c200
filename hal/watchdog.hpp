#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lanterne::hal {

/// Who restarts the firmware when it hangs. One thread uses it, the one that does the work: what
/// hangs there (a receiver, a card) is heard by its silence.
///
/// The rule of alive(): since it was said last,
/// - the receiver was asked and has answered. "Nothing came" and "it has gone" are answers: a
///   restart brings back neither a sky nor a gpsd.
/// - the journal took what it was given, and made certain what was due. A card that says that it
///   fails is no reason for silence: a restart would lose what only memory holds. A fix that
///   neither card nor memory takes, while no card fails, is one.
/// - Whether anybody hears the unit does not matter: the journal is there for that.
struct Watchdog {
    virtual ~Watchdog() = default;
    /// The unit works: its journal is open. Once.
    virtual void ready() = 0;
    /// The unit still works, by the rule above.
    virtual void alive() = 0;
    /// The orderly end has begun. Once.
    virtual void stopping() = 0;
    /// A line for a technician, printable ASCII.
    virtual void say(std::string_view status) = 0;
    /// alive() must come at least so often; nothing: nobody watches.
    virtual std::optional<std::chrono::milliseconds> patience() const = 0;
};

} // namespace lanterne::hal
