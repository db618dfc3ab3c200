#include "bench/unit/first_fix.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "bench/unit/feed.hpp"
#include "bench/unit/rig.hpp"
#include "firmware/journal/journal_format.hpp"
#include "firmware/journal/segment.hpp"

namespace lanterne::bench {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto patience = 20s;

/// Says when a file of a folder is written.
class Watch {
public:
    explicit Watch(const std::filesystem::path& folder) : handle_{inotify_init1(IN_CLOEXEC)} {
        if (handle_ < 0 || inotify_add_watch(handle_, folder.c_str(), IN_MODIFY) < 0) {
            throw std::runtime_error{"cannot watch " + folder.string()};
        }
    }

    ~Watch() { close(handle_); }

    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// The instant of the next writing, or nothing until then.
    std::optional<Steady::time_point> wait(std::chrono::milliseconds limit) {
        pollfd state{.fd = handle_, .events = POLLIN, .revents = 0};
        if (poll(&state, 1, static_cast<int>(limit.count())) != 1) {
            return std::nullopt;
        }
        const auto now = Steady::now();
        std::array<char, 4096> events{};
        if (read(handle_, events.data(), events.size()) < 0) {
            throw std::runtime_error{"the watch of the journal's folder failed"};
        }
        return now;
    }

private:
    int handle_;
};

/// The time of the first fix in the newest segment, which the running process writes.
std::optional<UtcTime> first_fix_of_newest(const std::filesystem::path& journal) {
    std::string newest;
    for (const auto& entry : std::filesystem::directory_iterator{journal}) {
        const std::string name = entry.path().filename().string();
        if (firmware::parse_segment_name(name)) {
            newest = std::max(newest, name); // names are in the order of writing
        }
    }
    if (newest.empty()) {
        return std::nullopt;
    }
    std::ifstream file{journal / newest, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    std::optional<UtcTime> time;
    if (const auto name = firmware::parse_segment_name(newest)) {
        firmware::journal_format::scan(
            std::as_bytes(std::span{text}), firmware::journal_format::header_bytes,
            firmware::journal_format::seal_of(name->epoch, name->segment),
            firmware::journal_format::Room::zeros,
            [&](const firmware::journal_format::Record& record) {
                if (record.kind == firmware::journal_format::Kind::fix && !time) {
                    const auto fix = firmware::journal_format::decode_fix(record.payload);
                    time = fix ? std::optional{fix->time} : std::nullopt;
                }
            });
    }
    return time;
}

/// From the last sentence of the first journalled epoch to its record in the file.
double start_once(Rig& rig, const Feed& feed) {
    Watch watch{rig.journal()};
    rig.start_tracker();
    const auto begin = Steady::now();
    while (rig.tracker().running() && Steady::now() - begin < patience) {
        const auto written = watch.wait(100ms);
        const auto epoch = written ? first_fix_of_newest(rig.journal()) : std::nullopt;
        const auto told = epoch ? feed.handed_over(*epoch) : std::nullopt;
        if (written && told && *told >= begin) {
            rig.stop_tracker();
            return std::chrono::duration<double, std::milli>(*written - *told).count();
        }
    }
    throw std::runtime_error{"no fix was journalled: " + rig.log()};
}

} // namespace

std::vector<Row> first_fix(const Plan& plan) {
    Rig rig{plan};
    const Feed feed{rig.receiver(), 1s};
    std::filesystem::create_directory(rig.journal());
    std::mt19937 random{1}; // starts fall anywhere in a second
    std::vector<double> figures;
    for (int start = 0; start < (plan.quick ? 1 : 15); ++start) {
        std::this_thread::sleep_for(std::chrono::milliseconds{random() % 1'000});
        figures.push_back(start_once(rig, feed));
    }
    std::ranges::sort(figures);
    return {{.key = "first_fix_ms",
             .what = "gpsd's first epoch to its fix in the journal, cold start",
             .measured = figures.back(),
             .unit = "ms",
             .goal = 150.0,
             .nature = Nature::timed,
             .note = fmt::format("from the receiver's last sentence, one a second; the worst of {} "
                                 "starts, median {:.1f}, least {:.1f}",
                                 figures.size(), figures[figures.size() / 2], figures.front())}};
}

} // namespace lanterne::bench
