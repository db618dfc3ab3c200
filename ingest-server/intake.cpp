#include "ingest-server/intake.hpp"

#include <utility>

namespace lanterne::ingest {

namespace {

SequenceRange range_of(const wire::Batch& batch) {
    return {batch.first, batch.first + batch.fixes.size()};
}

std::size_t length(SequenceRange range) { return range.to - range.from; }

/// That run of the batch, as a batch of its own.
wire::Batch part_of(const wire::Batch& batch, SequenceRange run) {
    const auto begin = batch.fixes.begin() + static_cast<std::ptrdiff_t>(run.from - batch.first);
    return {batch.epoch, run.from, batch.info,
            std::vector<Fix>(begin, begin + static_cast<std::ptrdiff_t>(length(run)))};
}

} // namespace

std::vector<SequenceRange> Intake::seen_before(const EpochKey& key,
                                               const wire::Batch& batch) const {
    return ledgers_.at(key).received.common_with(range_of(batch));
}

Taken Intake::take(const EpochKey& key, wire::Batch batch, wire::Bytes payload) {
    Ledger& known = ledger(key);
    const SequenceRange range = range_of(batch);
    const auto missing = known.received.missing_in(range);
    Taken taken;
    const std::size_t chunks_before = chunks_.size();
    for (const SequenceRange& there : known.received.common_with(range)) {
        compare(key, batch, there, taken);
    }
    for (const SequenceRange& run : missing) {
        taken.stored += length(run);
    }
    if (taken.whole()) {
        chunks_.push_back({.key = key,
                           .month = known.month,
                           .first = batch.first,
                           .fixes = std::move(batch.fixes),
                           .info = batch.info,
                           .payload = std::move(payload)});
    } else {
        for (const SequenceRange& run : missing) {
            keep(key, batch, run);
        }
    }
    taken.chunks = chunks_.size() - chunks_before;
    known.received.add(range);
    known.lost.remove(range);
    return taken;
}

void Intake::take_lost(const EpochKey& key, SequenceRange range) {
    Ledger& known = ledger(key);
    for (const SequenceRange& missing : known.received.missing_in(range)) {
        known.lost.add(missing);
    }
}

bool Intake::take_event(const EpochKey& key, Sequence number) {
    Ledger& known = ledger(key);
    if (known.events.contains(number)) {
        return false;
    }
    known.events.add({number, number + 1});
    return true;
}

const Fix* Intake::find_fix(const EpochKey& key, Sequence number) const {
    if (const auto epoch = known_.find(key); epoch != known_.end()) {
        if (const auto fix = epoch->second.find(number); fix != epoch->second.end()) {
            return &fix->second;
        }
    }
    for (const Chunk& chunk : chunks_) {
        if (chunk.key == key && number >= chunk.first &&
            number - chunk.first < chunk.fixes.size()) {
            return &chunk.fixes[number - chunk.first];
        }
    }
    return nullptr;
}

void Intake::compare(const EpochKey& key, const wire::Batch& batch, SequenceRange range,
                     Taken& taken) {
    for (Sequence number = range.from; number < range.to; ++number) {
        const Fix* stored = find_fix(key, number);
        // What the store keeps no longer (retention) cannot be compared, but it was received.
        if (stored == nullptr || *stored == batch.fixes[number - batch.first]) {
            ++taken.duplicates;
        } else {
            ++taken.conflicts;
            ledger(key).disputed.add({number, number + 1});
        }
    }
}

void Intake::keep(const EpochKey& key, const wire::Batch& batch, SequenceRange run) {
    wire::Batch part = part_of(batch, run);
    auto payload = wire::encode(part);
    if (!payload) {
        // Cut anew, a run can need a few bytes more than it had in the batch; one fix always fits.
        const Sequence middle = run.from + length(run) / 2;
        keep(key, batch, {run.from, middle});
        keep(key, batch, {middle, run.to});
        return;
    }
    chunks_.push_back({.key = key,
                       .month = ledger(key).month,
                       .first = part.first,
                       .fixes = std::move(part.fixes),
                       .info = part.info,
                       .payload = std::move(payload.value())});
}

void Intake::learn(KnownFixes known) {
    for (auto& [key, fixes] : known) {
        known_[key].merge(fixes);
    }
}

} // namespace lanterne::ingest
