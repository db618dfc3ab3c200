#include "ingest-server/after/entry_fixes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/wire/batch.hpp"
#include "ingest-server/plausible.hpp"
#include "ingest-server/results_store.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Rows;
using exchange::RecordedFix;

/// In the order of units and numbers, each once; `scored` says that the time is plausible.
std::vector<RecordedFix> fixes_of(const ChunkSource& source, std::span<const Assignment> worn,
                                  const RehearsalClock& clock) {
    std::vector<RecordedFix> fixes;
    for (const Assignment& assignment : worn) {
        source(assignment, [&](std::span<const std::byte> payload, UtcTime received) {
            const auto batch = wire::decode_batch(payload);
            if (!batch) {
                return; // as scoring does with bytes that rotted; verify finds them
            }
            const UtcTime now = plan::race_time(clock, received);
            Sequence number = batch->first;
            for (const Fix& fix : batch->fixes) {
                if (assignment.covers(fix.time)) {
                    fixes.push_back({.fix = fix,
                                     .unit = assignment.unit,
                                     .epoch = batch->epoch,
                                     .number = number,
                                     .spare = assignment.spare,
                                     .scored = is_plausible_time(fix.time, now),
                                     .received = received});
                }
                ++number;
            }
        });
    }
    const auto key = [](const RecordedFix& one) {
        return std::tie(one.unit, one.epoch, one.number, one.spare);
    };
    std::ranges::sort(fixes, {}, key);
    const auto twice = std::ranges::unique(fixes, {}, key);
    fixes.erase(twice.begin(), twice.end());
    return fixes;
}

Track merged(std::span<const RecordedFix> fixes) {
    std::vector<Fix> primary;
    std::vector<Fix> spare;
    for (const RecordedFix& one : fixes) {
        if (one.scored) {
            (one.spare ? spare : primary).push_back(one.fix);
        }
    }
    return merge_track(std::move(primary), std::move(spare));
}

/// Each fix of the track is one of those that were recorded.
void mark_scored(std::vector<RecordedFix>& by_time, const Track& track) {
    for (RecordedFix& one : by_time) {
        one.scored = false;
    }
    const auto time = [](const RecordedFix& one) { return one.fix.time; };
    for (const Fix& fix : track.fixes) {
        for (RecordedFix& one : std::ranges::equal_range(by_time, fix.time, {}, time)) {
            if (!one.scored && one.fix == fix) {
                one.scored = true;
                break;
            }
        }
    }
}

} // namespace

ChunkSource chunks_of_store(database::Connection& connection) {
    return [&connection](const Assignment& assignment, const LookAtChunk& look) {
        const Rows rows = results_store::worn_chunks(connection, assignment);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            look(rows.bytes(row, 0), rows.get<UtcTime>(row, 1));
        }
    };
}

Track scored_track(const ChunkSource& source, std::span<const Assignment> worn,
                   const RehearsalClock& clock) {
    return merged(fixes_of(source, worn, clock));
}

exchange::RecordedTrack recorded_track(const plan::Entry& entry, const ChunkSource& source,
                                       std::span<const Assignment> worn,
                                       const RehearsalClock& clock) {
    std::vector<RecordedFix> fixes = fixes_of(source, worn, clock);
    const Track track = merged(fixes);
    std::ranges::stable_sort(fixes, {}, [](const RecordedFix& one) { return one.fix.time; });
    mark_scored(fixes, track);
    return {.bib = entry.bib, .name = entry.name, .fixes = std::move(fixes)};
}

std::vector<Assignment> worn_by(std::span<const Assignment> assignments, std::int32_t entry) {
    std::vector<Assignment> worn;
    std::ranges::copy_if(assignments, std::back_inserter(worn),
                         [&](const Assignment& one) { return one.entry == entry; });
    return worn;
}

} // namespace lanterne::ingest::after
