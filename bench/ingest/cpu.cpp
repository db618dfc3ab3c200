#include "bench/ingest/cpu.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

namespace lanterne::bench {
namespace {

namespace fs = std::filesystem;

struct Process {
    std::string name;
    pid_t parent = 0;
    double ended_children_s = 0;
};

/// The folders in it that are numbers: processes, or threads of one. Empty when it is gone.
std::vector<pid_t> numbers_in(const fs::path& folder) {
    std::vector<pid_t> numbers;
    std::error_code gone;
    for (fs::directory_iterator at{folder, gone}, end; !gone && at != end; at.increment(gone)) {
        const std::string name = at->path().filename().string();
        pid_t number = 0;
        const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (error == std::errc{} && *rest == '\0') {
            numbers.push_back(number);
        }
    }
    std::ranges::sort(numbers);
    return numbers;
}

// proc(5): "pid (name) state ppid ..."; fields 16 and 17 are cutime and cstime in ticks.
Process read_process(pid_t id) {
    std::ifstream file{fmt::format("/proc/{}/stat", id)};
    std::string line;
    std::getline(file, line);
    const auto open = line.find('(');
    const auto close = line.rfind(')');
    if (open == std::string::npos || close == std::string::npos) {
        return {};
    }
    Process read{.name = line.substr(open + 1, close - open - 1)};
    std::istringstream fields{line.substr(close + 1)};
    char state = 0;
    fields >> state >> read.parent;
    std::string skipped;
    for (int field = 5; field < 16; ++field) {
        fields >> skipped;
    }
    double user = 0;
    double system = 0;
    fields >> user >> system;
    read.ended_children_s = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
    return read;
}

bool is_ours(const std::map<pid_t, Process>& all, pid_t id) {
    for (auto at = all.find(id); at != all.end(); at = all.find(at->second.parent)) {
        if (at->second.parent == getpid()) {
            return true;
        }
    }
    return false;
}

double seconds_in(const fs::path& schedstat) {
    std::ifstream file{schedstat};
    double nanoseconds = 0;
    return file >> nanoseconds ? nanoseconds / 1e9 : 0;
}

} // namespace

double cpu_seconds_of(int process) {
    const fs::path file = fmt::format("/proc/{}/schedstat", process);
    if (!fs::exists(file)) {
        throw std::runtime_error{file.string() + " cannot be read"};
    }
    return seconds_in(file);
}

double own_cpu_seconds() {
    timespec spent{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

std::vector<pid_t> started(std::string_view name) {
    std::map<pid_t, Process> all;
    for (const pid_t id : numbers_in("/proc")) {
        all.emplace(id, read_process(id));
    }
    std::vector<pid_t> found;
    for (const auto& [id, process] : all) {
        if (process.name == name && is_ours(all, id)) {
            found.push_back(id);
        }
    }
    return found;
}

double cpu_seconds_of(std::string_view name) {
    double seconds = 0;
    for (const pid_t id : started(name)) {
        seconds += read_process(id).ended_children_s;
        const fs::path threads = fmt::format("/proc/{}/task", id);
        for (const pid_t thread : numbers_in(threads)) {
            seconds += seconds_in(threads / std::to_string(thread) / "schedstat");
        }
    }
    return seconds;
}

void pin(std::string_view name, unsigned core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    for (const pid_t id : started(name)) {
        for (const pid_t thread : numbers_in(fmt::format("/proc/{}/task", id))) {
            if (sched_setaffinity(thread, sizeof cores, &cores) != 0) {
                throw std::runtime_error{fmt::format("{} cannot be kept on core {}", name, core)};
            }
        }
    }
}

} // namespace lanterne::bench
