#pragma once

#include <cstdint>
#include <vector>

#include "core/base/time.hpp"
#include "ingest-server/arrival.hpp"

namespace lanterne::bench {

/// What ingest takes from the broker at once.
using Turn = std::vector<ingest::Arrival>;

/// Who sends, and how.
struct Senders {
    int units = 0;
    int fixes_in_batch = 10;
    int units_in_turn = 0; ///< so many send in one turn, the others in the next ones
    int batches = 0;       ///< of each unit
    std::uint64_t seed = 1;
};

/// When the first of those fixes was.
inline constexpr UtcTime first_fix_time = earliest_time + std::chrono::years{6};

/// Runs of 1 Hz, as FORMAT.md packs them; each unit's in order, without hole or repetition.
std::vector<Turn> turns_of(const Senders& senders);

std::size_t fixes_in(const Turn& turn);

} // namespace lanterne::bench
