#include "bench/unit/running.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "bench/unit/day.hpp"
#include "bench/unit/feed.hpp"
#include "bench/unit/rig.hpp"

namespace lanterne::bench {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

/// Processor time of all its threads so far. Not from /proc: that counts in hundredths.
std::chrono::nanoseconds processor_time(pid_t process) {
    clockid_t clock{};
    timespec time{};
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) {
        throw std::runtime_error{"lanterne-tracker has ended"};
    }
    return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

/// A line of /proc/<process>/status that is in kB, in MB of 1,000,000 bytes.
double memory_mb(pid_t process, std::string_view name) {
    std::ifstream status{fmt::format("/proc/{}/status", process)};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name)) {
            return std::stod(line.substr(name.size() + 1)) * 1'024.0 / 1e6;
        }
    }
    throw std::runtime_error{"/proc does not tell lanterne-tracker's memory"};
}

struct Taken {
    std::vector<double> percents; ///< of one core, a window each, sorted
    double all_percent = 0.0;
    double resident_mb = 0.0;
    double peak_mb = 0.0;
};

struct Times {
    std::chrono::milliseconds warm_up;
    std::chrono::milliseconds window;
    int windows;
};

Taken observe(pid_t process, const Times& times) {
    Taken taken;
    std::this_thread::sleep_for(times.warm_up);
    const auto first = processor_time(process);
    const auto begin = Steady::now();
    auto before = first;
    auto at = begin;
    for (int window = 0; window < times.windows; ++window) {
        std::this_thread::sleep_for(times.window);
        const auto used = processor_time(process);
        const auto now = Steady::now();
        taken.percents.push_back(100.0 * std::chrono::duration<double>(used - before) /
                                 std::chrono::duration<double>(now - at));
        before = used;
        at = now;
    }
    taken.all_percent = 100.0 * std::chrono::duration<double>(before - first) /
                        std::chrono::duration<double>(at - begin);
    taken.resident_mb = memory_mb(process, "VmRSS:");
    taken.peak_mb = memory_mb(process, "VmHWM:");
    std::ranges::sort(taken.percents);
    return taken;
}

/// A program that does nothing takes nothing.
void require_fixes(const Rig& rig, const Times& times, std::chrono::milliseconds interval) {
    const std::string log = rig.log();
    const auto ended = log.rfind(R"("message":"ended")");
    const auto count = ended == std::string::npos ? ended : log.find(R"("journalled":)", ended);
    const auto least = (times.warm_up + times.window * times.windows) / interval - 1;
    if (count == std::string::npos || std::stol(log.substr(count + 13)) < least) {
        throw std::runtime_error{
            fmt::format("fewer than {} fixes were journalled: {}", least, log)};
    }
}

Taken observe_at(std::chrono::milliseconds interval, Rig& rig, const Plan& plan) {
    const Feed feed{rig.receiver(), interval};
    rig.start_tracker();
    rig.wait_for_log("gpsd connected");
    rig.wait_for_log("broker connected");
    const Times times = plan.quick ? Times{0ms, 1s, 1} : Times{10s, 5s, 12};
    Taken taken = observe(rig.tracker().id(), times);
    rig.stop_tracker();
    require_fixes(rig, times, interval);
    return taken;
}

Row processor_row(int hertz, double goal, const Taken& taken) {
    return {.key = fmt::format("cpu_percent_at_{}_hz", hertz),
            .what = fmt::format("processor time at {} Hz", hertz),
            .measured = taken.all_percent,
            .unit = "% core",
            .goal = goal,
            .nature = Nature::timed,
            .note = fmt::format("{} windows: least {:.2f}, median {:.2f}, most {:.2f}",
                                taken.percents.size(), taken.percents.front(),
                                taken.percents[taken.percents.size() / 2], taken.percents.back())};
}

} // namespace

std::vector<Row> running(const Plan& plan) {
    Rig rig{plan};
    write_day(rig.journal());
    const Taken slow = observe_at(1s, rig, plan);
    const Taken fast = observe_at(100ms, rig, plan);
    return {{.key = "resident_memory_mb",
             .what = "resident memory, the peak",
             .measured = std::max(slow.peak_mb, fast.peak_mb),
             .unit = "MB",
             .goal = 12.0,
             .nature = Nature::timed,
             .note = fmt::format("with shared libraries and a full day in the journal; in the end "
                                 "{:.2f} at 1 Hz, {:.2f} at "
                                 "10 Hz",
                                 slow.resident_mb, fast.resident_mb)},
            processor_row(1, 0.5, slow),
            processor_row(10, 2.0, fast)};
}

} // namespace lanterne::bench
