#pragma once

#include <string_view>
#include <vector>

#include <sys/types.h>

namespace lanterne::bench {

/// Seconds that a process of one thread was on a core so far (proc(5), schedstat).
/// Throws std::runtime_error when there is none of that number.
double cpu_seconds_of(int process);

/// Of this program, all threads.
double own_cpu_seconds();

/// What this program started, and what that started, by the name that the kernel has of it (15
/// characters); in the order of their numbers.
std::vector<pid_t> started(std::string_view name);

/// Of all of these and their threads. One that ended meanwhile counts with its parent, if that is
/// among them and waited for it, to 10 ms.
double cpu_seconds_of(std::string_view name);

/// From now on they, their threads and what they start run on that core alone (from 0).
void pin(std::string_view name, unsigned core);

} // namespace lanterne::bench
