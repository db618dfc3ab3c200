#include "firmware/journal/journal.hpp"

#include <algorithm>
#include <stdexcept>

namespace lanterne::firmware {

using journal_format::Kind;

Journal::Journal(hal::Storage& storage, const Receipts& receipts, JournalSettings settings,
                 Epoch epoch)
    : storage_{storage}, receipts_{receipts}, settings_{std::move(settings)}, epoch_{epoch},
      carried_{storage} {
    recover();
    // One bad file shall not keep a unit from starting: the second try takes another.
    if (!begin_segment() && !begin_segment()) {
        throw std::runtime_error("the journal cannot begin a segment: the card is full or fails");
    }
}

bool Journal::append(const Fix& fix) {
    if (!append({.kind = Kind::fix,
                 .number = next_fix_,
                 .payload = journal_format::encode_fix(fix),
                 .fix_time = fix.time})) {
        return false;
    }
    ++next_fix_;
    time_.add(fix.time);
    return true;
}

bool Journal::append_event(std::span<const std::byte> bytes) {
    if (!append({.kind = Kind::event,
                 .number = next_event_,
                 .payload = {bytes.begin(), bytes.end()},
                 .fix_time = std::nullopt})) {
        return false;
    }
    ++next_event_;
    return true;
}

/// How many records may wait in memory when this one wants to be the next.
std::size_t Journal::most_before(const Uncertain& record) {
    if (record.kind == Kind::fix) {
        return max_uncertain;
    }
    return max_uncertain + more_for_events + (is_urgent(record.payload) ? more_for_urgent : 0);
}

bool Journal::append(Uncertain record) {
    const std::size_t bytes = journal_format::record_bytes(record.payload.size());
    if (uncertain_.size() >= most_before(record) ||
        record.payload.size() >= journal_format::max_payload_bytes ||
        journal_format::header_bytes + bytes > settings_.segment_bytes) {
        return false;
    }
    uncertain_.push_back(std::move(record));
    if (!failing_) {
        // What the card refuses stays in memory with its number; the next sync tries it again.
        static_cast<void>(write_out());
    }
    return true;
}

/// Writes what is not yet on the card.
bool Journal::write_out() {
    while (on_card_ < uncertain_.size()) {
        const Uncertain& record = uncertain_[on_card_];
        if (!writing_ || !segments_.back().has_room(record.payload.size())) {
            if (!roll()) {
                return false;
            }
            continue;
        }
        if (!segments_.back().append(record.kind, record.number, record.payload, record.fix_time)) {
            abandon();
            return false;
        }
        ++on_card_;
    }
    return true;
}

/// Goes on in a new segment. The full one is certain first: memory keeps only what the last segment
/// may still lose.
bool Journal::roll() {
    if (writing_) {
        if (on_card_ > 0 && !sync_segment()) {
            return false;
        }
        segments_.back().close();
        writing_ = false;
    }
    failing_ = !begin_segment();
    return !failing_;
}

bool Journal::sync_segment() {
    if (!segments_.back().sync()) {
        abandon();
        return false;
    }
    for (; on_card_ > 0; --on_card_) {
        const Uncertain& record = uncertain_.front();
        (record.kind == Kind::fix ? certain_fixes_ : certain_events_) = record.number + 1;
        uncertain_.pop_front();
    }
    if (uncertain_.empty()) {
        remove_spent(segments_.size());
    }
    return true;
}

/// After a failed write or sync the file's state is unknown: it is not written or synced again, and
/// nothing uncertain counts as being in it. One such file without anything else stays until what is
/// in memory is certain elsewhere; of a card that fails for hours no more are kept.
void Journal::abandon() {
    segments_.back().abandon(certain_fixes_, certain_events_);
    writing_ = false;
    failing_ = true;
    on_card_ = 0;
    remove_spent(segments_.size() - 1);
}

bool Journal::sync() {
    if (uncertain_.empty()) {
        return true;
    }
    for (int attempt = failing_ ? 1 : 0; attempt < 2; ++attempt) {
        if (write_out() && sync_segment()) {
            return true;
        }
    }
    return false;
}

hal::StorageResult<std::vector<Fix>> Journal::read(Epoch epoch, SequenceRange range) const {
    std::vector<Fix> fixes;
    bool found = true;
    while (found && range.from < range.to) {
        found = false;
        std::optional<hal::StorageError> failed;
        // A segment that failed may name what a later one has again, so the later one is asked
        // first; what that does not give, an older one may.
        for (auto segment = segments_.rbegin(); segment != segments_.rend() && !found; ++segment) {
            if (segment->header().epoch != epoch || !segment->fixes().contains(range.from)) {
                continue;
            }
            const auto some = segment->read(storage_, range);
            if (!some) {
                failed = some.error();
                continue;
            }
            fixes.insert(fixes.end(), some->begin(), some->end());
            range.from += some->size();
            found = !some->empty();
        }
        if (!found && failed) {
            return tl::unexpected{*failed};
        }
    }
    return fixes;
}

std::vector<Epoch> Journal::epochs() const {
    std::vector<Epoch> epochs;
    const auto add = [&](Epoch epoch) {
        if (std::find(epochs.begin(), epochs.end(), epoch) == epochs.end()) {
            epochs.push_back(epoch);
        }
    };
    for (const JournalledEvent& event : carried_.events()) {
        add(event.epoch);
    }
    for (const Segment& segment : segments_) {
        add(segment.header().epoch);
    }
    return epochs;
}

std::vector<HeldEpoch> Journal::held() const {
    std::vector<HeldEpoch> held;
    for (const Segment& segment : segments_) {
        auto epoch = std::find_if(held.begin(), held.end(), [&](const HeldEpoch& known) {
            return known.epoch == segment.header().epoch;
        });
        if (epoch == held.end()) {
            epoch = held.insert(held.end(), {.epoch = segment.header().epoch});
        }
        epoch->fixes.add(segment.fixes());
    }
    return held;
}

std::vector<wire::Lost> Journal::take_lost() { return std::exchange(lost_, {}); }

} // namespace lanterne::firmware
