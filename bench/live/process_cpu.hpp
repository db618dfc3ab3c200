#pragma once

#include <filesystem>
#include <vector>

#include <sys/types.h>

namespace lanterne::bench {

/// The folders of its threads in /proc: proc(5), task.
std::vector<std::filesystem::path> threads_of(pid_t process);

/// Time on a core of all threads of a process, so far: proc(5), schedstat.
double process_cpu_seconds(pid_t process);

} // namespace lanterne::bench
