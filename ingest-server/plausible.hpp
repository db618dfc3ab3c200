#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/fix.hpp"

namespace lanterne::ingest {

/// No fix is later than the race's clock by more than this.
inline constexpr Milliseconds max_ahead = std::chrono::minutes{5};

/// Nobody is faster between two fixes, give or take `jump_slack_m`.
inline constexpr double max_speed_mps = 500;
inline constexpr double jump_slack_m = 200;

/// So many fixes in a row that agree with each other are believed, though they are far from the
/// last one that was.
inline constexpr std::size_t fixes_to_believe_a_jump = 5;

/// `now` is the race's clock when the fix arrived.
constexpr bool is_plausible_time(UtcTime time, UtcTime now) { return time <= now + max_ahead; }

/// Judges the places of one track, which it is shown in ascending time. What it says depends on the
/// fixes alone, not on the batches that they came in.
class PlausibleTrack {
public:
    bool accept(const Fix& fix);

private:
    std::optional<Fix> believed_;
    std::optional<Fix> doubted_; ///< the newest of a row of fixes that agree with each other
    std::size_t doubted_in_a_row_ = 0;
};

/// The indexes of fixes whose time or place cannot be; `now` as above. Fixes of one chunk, in the
/// order of their numbers.
std::vector<std::int16_t> implausible_fixes(std::span<const Fix> fixes, UtcTime now);

} // namespace lanterne::ingest
