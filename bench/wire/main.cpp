#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include <fmt/format.h>

#include "bench/wire/track.hpp"
#include "core/wire/batch.hpp"

namespace lanterne::bench {
namespace {

constexpr std::uint64_t seed = 20'260'517;
constexpr std::clock_t least_ticks = CLOCKS_PER_SEC / 4;

/// A line of the table: fixes in a batch, and what they cost.
struct Measured {
    std::size_t fixes;
    double bytes_a_fix;
    double encode_mfix_s;
    double decode_mfix_s;
};

/// The last agreed figures. 10'000 athletes make 0.01 million fixes a second.
struct Goal {
    std::size_t fixes;
    double bytes_a_fix;
};

constexpr std::array goals = {Goal{1, 50.0},  Goal{2, 30.0},  Goal{5, 18.0},
                              Goal{10, 13.0}, Goal{30, 11.0}, Goal{60, 10.0}};
constexpr double goal_decode_mfix_s = 1.0;

std::vector<wire::Batch> batches_of(std::span<const Fix> track, std::size_t fixes) {
    std::vector<wire::Batch> batches;
    for (std::size_t at = 0; at + fixes <= track.size(); at += fixes) {
        wire::Batch batch{.epoch = 0x1A2B'3C4D, .first = at, .info = {}, .fixes = {}};
        batch.info.battery_pct = std::uint8_t{87};
        batch.info.signal_dbm = -79;
        batch.info.next_report_s = 10;
        batch.info.course_version = 3;
        const auto part = track.subspan(at, fixes);
        batch.fixes.assign(part.begin(), part.end());
        batches.push_back(std::move(batch));
    }
    return batches;
}

/// Repeats the work, which handles so many fixes at a time; millions of fixes a second of this
/// program's processor time, so that what else the machine does is left out.
double mfix_a_second(std::size_t fixes, const std::function<void()>& work) {
    const std::clock_t begin = std::clock();
    std::size_t handled = 0;
    while (std::clock() - begin < least_ticks) {
        work();
        handled += fixes;
    }
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    return static_cast<double>(handled) / seconds / 1e6;
}

void require(bool condition) {
    if (!condition) {
        throw std::runtime_error{"a batch did not come back as it was"};
    }
}

Measured measure(std::span<const Fix> track, std::size_t fixes) {
    const std::vector<wire::Batch> batches = batches_of(track, fixes);
    std::vector<wire::Bytes> messages;
    std::size_t bytes = 0;
    for (const wire::Batch& batch : batches) {
        messages.push_back(wire::encode(batch).value());
        bytes += messages.back().size();
        require(wire::decode_batch(messages.back()) == batch);
    }
    const std::size_t all = batches.size() * fixes;
    const auto encode_all = [&] {
        for (const wire::Batch& batch : batches) {
            require(wire::encode(batch).has_value());
        }
    };
    const auto decode_all = [&] {
        for (const wire::Bytes& message : messages) {
            require(wire::decode_batch(message).has_value());
        }
    };
    return {.fixes = fixes,
            .bytes_a_fix = static_cast<double>(bytes) / static_cast<double>(all),
            .encode_mfix_s = mfix_a_second(all, encode_all),
            .decode_mfix_s = mfix_a_second(all, decode_all)};
}

bool is_met(const Measured& measured, const Goal& goal) {
    return measured.bytes_a_fix <= goal.bytes_a_fix && measured.decode_mfix_s >= goal_decode_mfix_s;
}

int run(const std::optional<std::string>& gpx) {
    const std::vector<Fix> track = gpx ? recorded_track(*gpx, seed) : made_up_run(6'000, seed);
    fmt::print("{} fixes of {}\n", track.size(), gpx.value_or("a made-up run, one a second"));
    fmt::print("fixes a batch | bytes a fix  goal | written Mfix/s | read Mfix/s  goal | \n");
    std::string lines;
    bool all_met = true;
    for (const Goal& goal : goals) {
        const Measured measured = measure(track, goal.fixes);
        const bool met = is_met(measured, goal);
        all_met = all_met && met;
        fmt::print("{:13} | {:11.2f} {:5.1f} | {:14.1f} | {:11.1f} {:5.1f} | {}\n", goal.fixes,
                   measured.bytes_a_fix, goal.bytes_a_fix, measured.encode_mfix_s,
                   measured.decode_mfix_s, goal_decode_mfix_s, met ? "met" : "not met");
        lines += fmt::format("bytes_per_fix_{0}={1:.2f}\nencode_mfix_per_s_{0}={2:.2f}\n"
                             "decode_mfix_per_s_{0}={3:.2f}\n",
                             goal.fixes, measured.bytes_a_fix, measured.encode_mfix_s,
                             measured.decode_mfix_s);
    }
    fmt::print("{}", lines);
    return all_met ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace
} // namespace lanterne::bench

/// lanterne_bench_wire [TRACK.gpx]: exit 1 when a goal is missed.
int main(int argc, char** argv) {
    try {
        return lanterne::bench::run(argc > 1 ? std::optional<std::string>{argv[1]} : std::nullopt);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
}
