#include "ingest-server/ledger.hpp"

#include <algorithm>

namespace lanterne::ingest {

namespace {

SequenceSet committed(const Ledger& ledger) {
    SequenceSet set = ledger.received;
    set.add(ledger.lost);
    for (const SequenceRange& range : ledger.disputed.ranges()) {
        set.remove(range);
    }
    return set;
}

/// The first number that is not in the set.
Sequence first_missing(const SequenceSet& set) {
    const auto ranges = set.common_with({0, last_sequence + 1});
    return ranges.empty() || ranges.front().from > 0 ? 0 : ranges.front().to;
}

} // namespace

wire::Receipt make_receipt(std::uint64_t store, Epoch epoch, const Ledger& ledger) {
    wire::Receipt receipt{.store = store, .epoch = epoch};
    receipt.events_next = first_missing(ledger.events);
    for (const SequenceRange& range : committed(ledger).ranges()) {
        if (range.from > receipt.next) {
            if (receipt.gaps.size() == wire::max_receipt_gaps) {
                break;
            }
            receipt.gaps.push_back({receipt.next, range.from});
        }
        receipt.next = range.to;
    }
    return receipt;
}

} // namespace lanterne::ingest
