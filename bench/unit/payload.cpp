#include "bench/unit/payload.hpp"

#include <span>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/wire/track.hpp"
#include "core/wire/batch.hpp"

namespace lanterne::bench {
namespace {

constexpr std::uint64_t seed = 20'260'517;
constexpr std::size_t fixes_a_batch = 10;

/// Everything that a unit can say of itself is said.
wire::Info whole_info() {
    return {.battery_pct = std::uint8_t{87},
            .signal_dbm = -79,
            .next_report_s = 10,
            .course_version = 3};
}

} // namespace

std::vector<Row> payload(const Plan& plan) {
    Row row{.key = "payload_bytes_per_fix",
            .what = "payload a fix at 10 a batch, on the recorded ride",
            .unit = "B",
            .goal = 12.0};
    if (!std::filesystem::exists(plan.ride)) {
        row.note = "there is no recording " + plan.ride.string() + "; --ride FILE names another";
        return {row};
    }
    const std::vector<Fix> track = recorded_track(plan.ride.string(), seed);
    std::size_t bytes = 0;
    std::size_t batches = 0;
    for (std::size_t at = 0; at + fixes_a_batch <= track.size(); at += fixes_a_batch) {
        wire::Batch batch{.epoch = 0x1A2B'3C4D, .first = at, .info = whole_info(), .fixes = {}};
        const auto part = std::span{track}.subspan(at, fixes_a_batch);
        batch.fixes.assign(part.begin(), part.end());
        bytes += wire::encode(batch).value().size();
        ++batches;
    }
    row.measured = static_cast<double>(bytes) / static_cast<double>(batches * fixes_a_batch);
    row.note = fmt::format("{} batches", batches);
    return {row};
}

} // namespace lanterne::bench
