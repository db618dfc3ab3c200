#pragma once

namespace lanterne::bench {

/// Seconds that a process of one thread was on a core so far (proc(5), schedstat).
/// Throws std::runtime_error when there is none of that number.
double cpu_seconds_of(int process);

/// Of this program, all threads.
double own_cpu_seconds();

} // namespace lanterne::bench
