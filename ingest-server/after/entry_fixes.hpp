#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/exchange/recorded_track.hpp"
#include "core/plan/race_plan.hpp"
#include "database/connection.hpp"
#include "ingest-server/track.hpp"

/// The fixes of an entry, wherever its chunks lie: in the store or in an archive.
namespace lanterne::ingest::after {

/// `payload` is a batch; `received`: wall time.
using LookAtChunk = std::function<void(std::span<const std::byte> payload, UtcTime received)>;

/// Shows every chunk that may have fixes of an assignment; others besides do no harm.
using ChunkSource = std::function<void(const Assignment& assignment, const LookAtChunk& look)>;

/// The chunks of race.track_chunk, in the order of their numbers. The connection must outlive it.
/// Failures as database::Connection::execute.
ChunkSource chunks_of_store(database::Connection& connection);

using RehearsalClock = std::optional<plan::RehearsalClock>;

/// The track of an entry as it is scored. `worn`: its assignments.
Track scored_track(const ChunkSource& source, std::span<const Assignment> worn,
                   const RehearsalClock& clock);

/// Everything that its units recorded while it wore them, with what of it is scored.
exchange::RecordedTrack recorded_track(const plan::Entry& entry, const ChunkSource& source,
                                       std::span<const Assignment> worn,
                                       const RehearsalClock& clock);

/// Those of an entry.
std::vector<Assignment> worn_by(std::span<const Assignment> assignments, std::int32_t entry);

} // namespace lanterne::ingest::after
