#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/wire/batch.hpp"
#include "ingest-server/ledger.hpp"

namespace lanterne::ingest {

/// One row of race.track_chunk in the making.
struct Chunk {
    EpochKey key;
    std::string month;
    Sequence first = 0;
    std::vector<Fix> fixes;
    wire::Info info;
    wire::Bytes payload; ///< the received batch verbatim, or a missing run of an overlapped one
};

/// Fixes of one epoch by number: what the store holds of a range that came again.
using KnownFixes = std::map<EpochKey, std::map<Sequence, Fix>>;

/// What became of one batch.
struct Taken {
    std::size_t stored = 0;     ///< fixes that are new
    std::size_t duplicates = 0; ///< fixes that the store has, equal in every field
    std::size_t conflicts = 0;  ///< fixes that the store has with another content
    std::size_t chunks = 0;     ///< rows that it became

    bool whole() const { return duplicates + conflicts == 0; }

    bool overlapped() const { return stored > 0 && !whole(); }
};

/// Decides what of the batches of one transaction is new: each is cut against the received set and
/// against the batches taken before it. Pure; the store acts on chunks() and ledgers().
class Intake {
public:
    explicit Intake(std::map<EpochKey, Ledger> ledgers) : ledgers_{std::move(ledgers)} {}

    /// What take() needs to see of the store before it gets this batch.
    std::vector<SequenceRange> seen_before(const EpochKey& key, const wire::Batch& batch) const;
    void learn(KnownFixes known);

    /// `batch` decoded from `payload`; its key must be among the ledgers: std::out_of_range.
    Taken take(const EpochKey& key, wire::Batch batch, wire::Bytes payload);

    /// The unit declares that it lost those. What was received all the same stays received, and not
    /// lost: no number is both, whichever came first.
    void take_lost(const EpochKey& key, SequenceRange range);

    /// True when the event is new.
    bool take_event(const EpochKey& key, Sequence number);

    const std::vector<Chunk>& chunks() const { return chunks_; }

    const std::map<EpochKey, Ledger>& ledgers() const { return ledgers_; }

private:
    Ledger& ledger(const EpochKey& key) { return ledgers_.at(key); }

    const Fix* find_fix(const EpochKey& key, Sequence number) const;
    void compare(const EpochKey& key, const wire::Batch& batch, SequenceRange range, Taken& taken);
    void keep(const EpochKey& key, const wire::Batch& batch, SequenceRange run);

    std::map<EpochKey, Ledger> ledgers_;
    KnownFixes known_;
    std::vector<Chunk> chunks_;
};

} // namespace lanterne::ingest
