#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "core/wire/batch.hpp"
#include "ingest-server/after/entry_fixes.hpp"

/// Which chunks of an epoch may become one, and what it is then. No I/O.
namespace lanterne::ingest::after {

/// So many a row cost half of what ten do; more gain little, and a reader decodes more for nothing.
inline constexpr std::size_t fixes_a_chunk = 60;
/// Fixes are judged by when they arrived, and a chunk has arrived once: at the latest of those that
/// are in it, which lies at most so long after the earliest.
inline constexpr Milliseconds max_received_apart = std::chrono::minutes{10};

/// A chunk as it is stored.
struct OldChunk {
    wire::Batch batch;
    std::size_t bytes = 0;
    UtcTime received;         ///< wall time
    bool is_plausible = true; ///< each of its fixes, by every clock that judges it
};

/// Whether each fix could be, when it arrived, by each of those clocks.
bool is_plausible_by(std::span<const Fix> fixes, UtcTime received,
                     std::span<const RehearsalClock> clocks);

/// A run of an epoch's chunks, and what they become.
struct Joined {
    std::size_t first = 0; ///< index of its first chunk
    std::size_t count = 0; ///< at least two
    wire::Batch batch;     ///< with what the last of them says of the unit
    wire::Bytes payload;
    UtcTime received;
};

/// Of the chunks of an epoch in the order of their numbers, those that may become one and together
/// have at most fixes_a_chunk. What is not named stays as it is. Every fix stays the same, with
/// its number, and scoring takes and leaves the same ones.
std::vector<Joined> join(std::span<const OldChunk> chunks);

} // namespace lanterne::ingest::after
