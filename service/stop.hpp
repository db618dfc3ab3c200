#pragma once

#include <chrono>
#include <csignal>

namespace lanterne::service {

/// SIGTERM and SIGINT as a wish to stop, to be asked for or waited for by any thread. Made first in
/// main, before any thread: it blocks both signals for all of them. Also ignores SIGPIPE, so that a
/// closed connection is an error there and not the program's end.
class StopSignal {
public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    bool requested() const { return wait(std::chrono::milliseconds{0}); }

    /// True as soon as somebody wishes to stop, false when the time is over.
    bool wait(std::chrono::milliseconds limit) const;

    /// As the signal would.
    void request() const;

    /// Readable once requested, for ever; only to be waited for, never read. For poll loops.
    int descriptor() const { return descriptor_; }

private:
    sigset_t before_{};
    int descriptor_;
};

} // namespace lanterne::service
