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

} // namespace

wire::Receipt make_receipt(std::uint64_t store, Epoch epoch, const Ledger& ledger) {
    wire::Receipt receipt{.store = store, .epoch = epoch};
    receipt.events_next = ledger.events.prefix();
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
