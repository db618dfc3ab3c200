#pragma once

#include <optional>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "core/wire/error.hpp"

namespace lanterne::wire {

inline constexpr std::size_t max_batch_bytes = 4096;
inline constexpr std::size_t max_batch_fixes = 120;

/// Why the next message may be long in coming.
enum class Reason : std::uint8_t {
    none = 0,
    still = 1,
    no_fix = 2,
    battery_low = 3,
    asleep = 4,
    updating = 5,
    shutting_down = 6,
};

/// What a unit says of itself beside its fixes.
struct Info {
    std::optional<std::uint8_t> battery_pct; ///< 0 to 100
    std::optional<std::int32_t> signal_dbm;  ///< -200 to 0
    bool backlog = false;                    ///< these fixes are late, newer ones went before
    bool receipt_wanted = false;             ///< answer now, do not coalesce
    std::optional<std::uint32_t>
        next_report_s; ///< race time until the next message is due, at most 86'400
    Reason reason = Reason::none;
    std::uint32_t course_version = 0; ///< the course that the unit predicts on; 0: none

    bool operator==(const Info&) const = default;
};

/// Consecutive fixes of one unit: fix k has sequence first + k. FORMAT.md section "batch".
struct Batch {
    Epoch epoch = 0;
    Sequence first = 0; ///< first + fixes.size() - 1 <= last_sequence
    Info info;
    std::vector<Fix> fixes; ///< 1 to max_batch_fixes

    bool operator==(const Batch&) const = default;
};

/// The canonical bytes of a batch; equal batches give equal bytes. A batch outside the limits
/// above, or one whose bytes would pass max_batch_bytes, is refused.
Result<Bytes> encode(const Batch& batch);

/// Reads a batch from anywhere: never allocates by a number it was told, never reads past the
/// input. Fixes come back exactly as they were encoded.
Result<Batch> decode_batch(ByteView payload);

} // namespace lanterne::wire
