#include "bench/live/process_cpu.hpp"

#include <fstream>

#include <fmt/format.h>

namespace lanterne::bench {

namespace fs = std::filesystem;

std::vector<fs::path> threads_of(pid_t process) {
    std::vector<fs::path> threads;
    std::error_code gone;
    for (fs::directory_iterator at{fmt::format("/proc/{}/task", process), gone}, end;
         !gone && at != end; at.increment(gone)) {
        threads.push_back(at->path());
    }
    return threads;
}

double process_cpu_seconds(pid_t process) {
    double nanoseconds = 0;
    for (const fs::path& thread : threads_of(process)) {
        std::ifstream file{thread / "schedstat"};
        double spent = 0;
        nanoseconds += file >> spent ? spent : 0;
    }
    return nanoseconds / 1e9;
}

} // namespace lanterne::bench
