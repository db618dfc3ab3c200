#include "firmware/journal/receipts.hpp"

#include <algorithm>

namespace lanterne::firmware {

Receipts::Outcome Receipts::apply(const wire::Receipt& receipt) {
    const bool new_store = store_ && *store_ != receipt.store;
    if (new_store) {
        epochs_.clear();
    }
    store_ = receipt.store;
    OfEpoch& known = epochs_[receipt.epoch];
    // What one store has committed it keeps, so also an older word is true: it takes nothing back.
    known.events_next = std::max(known.events_next, receipt.events_next);
    Sequence from = 0;
    for (const SequenceRange& gap : receipt.gaps) {
        known.fixes.add({from, gap.from});
        from = gap.to;
    }
    known.fixes.add({from, receipt.next});
    if (receipt.next < known.newest_next) {
        return Outcome::stale;
    }
    known.newest_next = receipt.next;
    return new_store ? Outcome::new_store : Outcome::applied;
}

const SequenceSet& Receipts::fixes(Epoch epoch) const {
    static const SequenceSet none;
    const auto found = epochs_.find(epoch);
    return found == epochs_.end() ? none : found->second.fixes;
}

Sequence Receipts::events_next(Epoch epoch) const {
    const auto found = epochs_.find(epoch);
    return found == epochs_.end() ? 0 : found->second.events_next;
}

void Receipts::restore(std::optional<std::uint64_t> store, std::map<Epoch, OfEpoch> epochs) {
    store_ = store;
    epochs_ = std::move(epochs);
}

} // namespace lanterne::firmware
