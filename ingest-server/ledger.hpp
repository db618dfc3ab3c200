#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/wire/receipt.hpp"
#include "core/wire/sequence_set.hpp"

namespace lanterne::ingest {

using wire::SequenceRange;
using wire::SequenceSet;

/// Names one epoch of one unit in the store.
struct EpochKey {
    std::int32_t unit = 0; ///< race.unit.unit_id
    Epoch epoch = 0;

    auto operator<=>(const EpochKey&) const = default;
};

/// What the store knows of one epoch: a row of race.unit_epoch. numbered = received + lost, in the
/// end.
struct Ledger {
    std::string month; ///< yyyy-mm-dd: the partition of its chunks
    SequenceSet received;
    SequenceSet lost;     ///< declared by the unit itself
    SequenceSet events;   ///< of the epoch's own numbering
    SequenceSet disputed; ///< received, but came again with another content; never receipted

    bool operator==(const Ledger&) const = default;
};

/// The word to the unit about that epoch: committed is what was received or declared lost, and is
/// not disputed. When more than wire::max_receipt_gaps would be needed, `next` is lowered to the
/// first gap that does not fit: it then says less, never more.
wire::Receipt make_receipt(std::uint64_t store, Epoch epoch, const Ledger& ledger);

} // namespace lanterne::ingest
