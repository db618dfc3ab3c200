#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.hpp"

namespace lanterne::hal::linux_system {

enum class Bias : std::uint8_t { none, pull_up, pull_down };

/// A line of a GPIO chip, both as gpiodetect and gpioinfo show them. Active is what the wiring
/// means by "on": of a button to ground that is low.
struct LineAddress {
    std::string chip; ///< name (gpiochip0), number, label or path
    unsigned line = 0;
    bool active_low = false;
    Bias bias = Bias::none;
};

enum class LineError : std::uint8_t { gone };

/// When a line changed, by the kernel's clock of that time: since Linux 5.7 the one that does not
/// jump.
struct LineEvent {
    bool active = false;
    std::chrono::nanoseconds kernel_time{0};
};

/// A line that is read. The kernel keeps 16 events and drops what comes beyond them.
struct InputLine {
    virtual ~InputLine() = default;
    /// The oldest event that was not taken; nothing when there is none. Does not wait.
    virtual Result<std::optional<LineEvent>, LineError> next() = 0;
    /// As it stands now.
    virtual Result<bool, LineError> active() = 0;
};

/// A line that is set.
struct OutputLine {
    virtual ~OutputLine() = default;
    virtual Status<LineError> set(bool active) = 0;
};

} // namespace lanterne::hal::linux_system
