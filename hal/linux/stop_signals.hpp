#pragma once

namespace lanterne::hal::linux_system {

/// SIGTERM and SIGINT as a wish to end, and SIGPIPE as nothing: a broker that goes away in the
/// middle of a write is no reason to end. Make it before any other thread is started: those inherit
/// what it blocks. One a program.
class StopSignals {
public:
    /// Throws std::system_error.
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// True from the first signal on. Does not wait.
    bool wished();

private:
    int descriptor_; ///< ours
    bool wished_ = false;
};

} // namespace lanterne::hal::linux_system
