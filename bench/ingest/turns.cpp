#include "bench/ingest/turns.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "bench/wire/track.hpp"
#include "core/wire/batch.hpp"

namespace lanterne::bench {
namespace {

constexpr std::uint64_t runs = 50; // so many different ones; units share them

wire::Batch batch_of(const std::vector<Fix>& run, int unit, int number, int fixes) {
    wire::Batch batch{.epoch = static_cast<Epoch>(1'000 + unit),
                      .first = static_cast<Sequence>(number * fixes),
                      .info = {.battery_pct = 80, .signal_dbm = -70, .next_report_s = 10}};
    for (int i = 0; i < fixes; ++i) {
        Fix fix = run[static_cast<std::size_t>(number * fixes + i)];
        fix.time = first_fix_time + std::chrono::seconds{number * fixes + i};
        batch.fixes.push_back(fix);
    }
    return batch;
}

} // namespace

std::vector<Turn> turns_of(const Senders& senders) {
    std::vector<std::vector<Fix>> tracks;
    for (std::uint64_t i = 0; i < runs; ++i) {
        tracks.push_back(
            made_up_run(senders.batches * senders.fixes_in_batch, senders.seed * runs + i));
    }
    std::vector<Turn> turns;
    for (int number = 0; number < senders.batches; ++number) {
        for (int unit = 0; unit < senders.units; ++unit) {
            if (unit % senders.units_in_turn == 0) {
                turns.emplace_back();
            }
            const wire::Batch batch =
                batch_of(tracks[static_cast<std::size_t>(unit) % tracks.size()], unit, number,
                         senders.fixes_in_batch);
            turns.back().push_back({.unit = *UnitSerial::from(fmt::format("bench{:05}", unit)),
                                    .content = batch,
                                    .payload = encode(batch).value()});
        }
    }
    return turns;
}

std::size_t fixes_in(const Turn& turn) {
    return std::accumulate(turn.begin(), turn.end(), std::size_t{0},
                           [](std::size_t sum, const ingest::Arrival& arrival) {
                               return sum + std::get<wire::Batch>(arrival.content).fixes.size();
                           });
}

} // namespace lanterne::bench
