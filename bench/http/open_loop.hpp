#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lanterne::bench {

/// Requests that come when they are due, whether or not those before them were answered: as people
/// do, and unlike a client that waits for an answer before it asks again, which hides every stall.
struct OpenLoop {
    std::uint16_t port = 0;
    std::vector<std::string> paths; ///< in turn
    double per_second = 0;
    std::chrono::seconds length{0};
    std::size_t connections = 128; ///< what is due while all are busy waits, and its clock runs
};

struct OpenLoopResult {
    std::vector<double> delays_ms; ///< from when each was due to its last byte; sorted
    std::size_t errors = 0;        ///< no 200, or a connection that was lost
    std::string first_error;       ///< what was answered then: its first line, or "lost"
};

/// On the caller's thread, over keep-alive connections to 127.0.0.1. Throws std::system_error when
/// it cannot connect.
OpenLoopResult run_open_loop(const OpenLoop& plan);

} // namespace lanterne::bench
