#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/wire/sequence_set.hpp"

namespace lanterne::firmware {

using wire::SequenceRange;
using wire::SequenceSet;

/// All that the server has said to be committed, of every epoch that the journal still holds.
class Receipts {
public:
    struct OfEpoch {
        SequenceSet fixes;
        Sequence events_next = 0; ///< every event below it is committed
        Sequence newest_next = 0; ///< the greatest `next` heard in this store's life

        bool operator==(const OfEpoch&) const = default;
    };

    enum class Outcome {
        applied,
        stale,     ///< an older word of the same store: what it does not name says nothing
        new_store, ///< the database was restored: what the old one had said is forgotten
    };

    /// The receipt must be of an epoch of ours.
    Outcome apply(const wire::Receipt& receipt);

    const SequenceSet& fixes(Epoch epoch) const;
    Sequence events_next(Epoch epoch) const;

    /// The database's life that these receipts are of; none before the first.
    std::optional<std::uint64_t> store() const { return store_; }

    const std::map<Epoch, OfEpoch>& epochs() const { return epochs_; }

    /// Takes back what a cursor remembered.
    void restore(std::optional<std::uint64_t> store, std::map<Epoch, OfEpoch> epochs);

    /// Forgets an epoch of which the journal holds nothing any more.
    void forget(Epoch epoch) { epochs_.erase(epoch); }

    bool operator==(const Receipts&) const = default;

private:
    std::optional<std::uint64_t> store_;
    std::map<Epoch, OfEpoch> epochs_;
};

} // namespace lanterne::firmware
