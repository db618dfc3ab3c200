#include "bench/ingest/cpu.hpp"

#include <ctime>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace lanterne::bench {

double cpu_seconds_of(int process) {
    std::ifstream file{fmt::format("/proc/{}/schedstat", process)};
    double nanoseconds = 0;
    if (!(file >> nanoseconds)) {
        throw std::runtime_error{fmt::format("/proc/{}/schedstat cannot be read", process)};
    }
    return nanoseconds / 1e9;
}

double own_cpu_seconds() {
    timespec spent{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

} // namespace lanterne::bench
