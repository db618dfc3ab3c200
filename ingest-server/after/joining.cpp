#include "ingest-server/after/joining.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "ingest-server/plausible.hpp"

namespace lanterne::ingest::after {

namespace {

/// Chunks that are about to become one.
struct Run {
    std::size_t first = 0;
    std::size_t count = 0;
    std::size_t fixes = 0;
    UtcTime earliest; ///< received
    UtcTime latest;
};

Sequence end_of(const wire::Batch& batch) { return batch.first + batch.fixes.size(); }

bool may_join(const Run& run, const OldChunk& last, const OldChunk& next) {
    return last.is_plausible && next.is_plausible && end_of(last.batch) == next.batch.first &&
           run.fixes + next.batch.fixes.size() <= fixes_a_chunk &&
           std::max(run.latest, next.received) - std::min(run.earliest, next.received) <=
               max_received_apart;
}

/// Nothing when its bytes would be too many for one.
std::optional<Joined> made_of(std::span<const OldChunk> chunks, const Run& run) {
    const auto parts = chunks.subspan(run.first, run.count);
    Joined joined{.first = run.first,
                  .count = run.count,
                  .batch = {.epoch = parts.front().batch.epoch,
                            .first = parts.front().batch.first,
                            .info = parts.back().batch.info,
                            .fixes = {}},
                  .payload = {},
                  .received = run.latest};
    for (const OldChunk& part : parts) {
        joined.batch.fixes.insert(joined.batch.fixes.end(), part.batch.fixes.begin(),
                                  part.batch.fixes.end());
    }
    auto payload = wire::encode(joined.batch);
    if (!payload) {
        return std::nullopt;
    }
    joined.payload = std::move(*payload);
    return joined;
}

} // namespace

bool is_plausible_by(std::span<const Fix> fixes, UtcTime received,
                     std::span<const RehearsalClock> clocks) {
    const UtcTime newest = std::ranges::max(fixes, {}, &Fix::time).time;
    return std::ranges::all_of(clocks, [&](const RehearsalClock& clock) {
        return is_plausible_time(newest, plan::race_time(clock, received));
    });
}

std::vector<Joined> join(std::span<const OldChunk> chunks) {
    std::vector<Joined> all;
    for (std::size_t at = 0; at < chunks.size();) {
        Run run{.first = at,
                .count = 1,
                .fixes = chunks[at].batch.fixes.size(),
                .earliest = chunks[at].received,
                .latest = chunks[at].received};
        for (++at; at < chunks.size() && may_join(run, chunks[at - 1], chunks[at]); ++at) {
            ++run.count;
            run.fixes += chunks[at].batch.fixes.size();
            run.earliest = std::min(run.earliest, chunks[at].received);
            run.latest = std::max(run.latest, chunks[at].received);
        }
        if (run.count > 1) {
            if (auto joined = made_of(chunks, run)) {
                all.push_back(std::move(*joined));
            }
        }
    }
    return all;
}

} // namespace lanterne::ingest::after
