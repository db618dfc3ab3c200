#pragma once

#include <sys/types.h>

namespace lanterne::firmware {

/// One thread of a child process stands still as long as this lives; its other threads go on.
class HeldThread {
public:
    /// id: of the thread; a process' own is that of its first. The thread is held when this
    /// returns. Throws std::system_error when the kernel does not allow it.
    explicit HeldThread(pid_t id);
    ~HeldThread();
    HeldThread(const HeldThread&) = delete;
    HeldThread& operator=(const HeldThread&) = delete;

private:
    pid_t id_;
};

} // namespace lanterne::firmware
