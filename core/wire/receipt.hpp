#pragma once

#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "core/wire/error.hpp"

namespace lanterne::wire {

inline constexpr std::size_t max_receipt_bytes = 1024;
inline constexpr std::size_t max_receipt_gaps = 32;

/// Half-open: [from, to).
struct SequenceRange {
    Sequence from = 0;
    Sequence to = 0;

    bool operator==(const SequenceRange&) const = default;
};

/// The server's word to a unit: of `epoch` everything below `next` but the gaps is committed.
struct Receipt {
    std::uint64_t store = 0; ///< names the database's life; below 2^63
    Epoch epoch = 0;
    Sequence next = 0;
    Sequence events_next = 0; ///< every event of this epoch below it is committed
    std::vector<SequenceRange>
        gaps; ///< ascending, apart, not empty, below next; at most max_receipt_gaps

    bool operator==(const Receipt&) const = default;
};

Result<Bytes> encode(const Receipt& receipt);
Result<Receipt> decode_receipt(ByteView payload);

} // namespace lanterne::wire
