#include "bench/unit/payload.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "bench/unit/receivers.hpp"
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

double bytes_a_fix(std::span<const Fix> track) {
    std::size_t bytes = 0;
    std::size_t fixes = 0;
    for (; fixes + fixes_a_batch <= track.size(); fixes += fixes_a_batch) {
        wire::Batch batch{.epoch = 0x1A2B'3C4D, .first = fixes, .info = whole_info(), .fixes = {}};
        const auto part = track.subspan(fixes, fixes_a_batch);
        batch.fixes.assign(part.begin(), part.end());
        bytes += wire::encode(batch).value().size();
    }
    return static_cast<double>(bytes) / static_cast<double>(fixes);
}

} // namespace

std::vector<Row> payload(const Plan& plan) {
    Row row{.key = "payload_bytes_per_fix",
            .what = "payload a fix at 10 a batch, on the recorded ride",
            .unit = "B",
            .goal = 12.0};
    const auto receivers = recorded_receivers(plan.recordings / "gpsd");
    const auto ride = plan.recordings / "gpx/bike-ride-123km.gpx";
    if (receivers.empty() || !std::filesystem::exists(ride)) {
        row.note = "the recordings are not in " + plan.recordings.string();
        return {row};
    }
    const std::vector<Fix> track = recorded_track(ride.string(), seed);
    std::vector<double> figures;
    figures.reserve(receivers.size());
    for (const RecordedReceiver& receiver : receivers) {
        figures.push_back(bytes_a_fix(graded(track, receiver)));
    }
    const auto [least, most] = std::ranges::minmax(figures);
    row.measured =
        std::accumulate(figures.begin(), figures.end(), 0.0) / static_cast<double>(figures.size());
    row.note = fmt::format("{} points, 1 to 12 s apart; accuracy and satellites as {} recorded "
                           "receivers gave them: {:.2f} to {:.2f}; {:.2f} with made-up ones that "
                           "differ each second",
                           track.size(), figures.size(), least, most, bytes_a_fix(track));
    return {row};
}

} // namespace lanterne::bench
