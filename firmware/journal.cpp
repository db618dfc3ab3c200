#include "firmware/journal.hpp"

#include <algorithm>
#include <stdexcept>

namespace lanterne::firmware {
namespace {

using hal::StorageError;
using journal_format::Kind;

} // namespace

Journal::Journal(hal::Storage& storage, const Receipts& receipts, JournalSettings settings,
                 Epoch epoch)
    : storage_{storage}, receipts_{receipts}, settings_{std::move(settings)}, epoch_{epoch} {
    recover();
    if (!begin_segment()) {
        throw std::runtime_error("the journal cannot begin a segment: the card is full or fails");
    }
}

bool Journal::append(const Fix& fix) {
    if (!append({.kind = Kind::fix,
                 .number = next_fix_,
                 .record = journal_format::encode_record(epoch_, Kind::fix, next_fix_,
                                                         journal_format::encode_fix(fix)),
                 .fix_time = fix.time})) {
        return false;
    }
    ++next_fix_;
    newest_fix_ = std::max(newest_fix_, std::optional{fix.time});
    return true;
}

bool Journal::append_event(std::span<const std::byte> bytes) {
    if (!append({.kind = Kind::event,
                 .number = next_event_,
                 .record = journal_format::encode_record(epoch_, Kind::event, next_event_, bytes),
                 .fix_time = std::nullopt})) {
        return false;
    }
    ++next_event_;
    return true;
}

bool Journal::append(Uncertain record) {
    if (uncertain_.size() >= max_uncertain) {
        return false;
    }
    const bool written = !failing_ && write(record).has_value();
    uncertain_.push_back(std::move(record));
    // What the card refused stays in memory with its number; the next sync tries it again.
    failing_ = !written;
    return true;
}

bool Journal::events_certain() const {
    return std::none_of(uncertain_.begin(), uncertain_.end(),
                        [](const Uncertain& record) { return record.kind == Kind::event; });
}

hal::StorageResult<void> Journal::write(const Uncertain& record) {
    if (!writing_ || segments_.back().end() + record.record.size() > settings_.segment_bytes) {
        if (writing_ && !uncertain_.empty()) {
            if (auto synced = segments_.back().sync(); !synced) {
                return synced;
            }
        }
        if (auto begun = begin_segment(); !begun) {
            return begun;
        }
    }
    while (true) {
        auto written =
            segments_.back().append(record.record, record.kind, record.number, record.fix_time);
        if (written || written.error() != StorageError::full || !make_room()) {
            return written;
        }
    }
}

hal::StorageResult<void> Journal::begin_segment() {
    if (writing_) {
        segments_.back().close();
        writing_ = false;
    }
    if (segments_.size() >= max_segments) {
        make_room();
    }
    const Sequence first_fix = certain_fixes_;
    while (true) {
        auto segment = Segment::create(storage_, {.epoch = epoch_,
                                                  .segment = next_segment_,
                                                  .first_fix = first_fix,
                                                  .first_event = next_event_,
                                                  .unit = settings_.unit});
        if (segment) {
            ++next_segment_;
            segments_.push_back(std::move(*segment));
            writing_ = true;
            return {};
        }
        if (segment.error() != StorageError::full || !make_room()) {
            // A name that could not be used is not tried again.
            ++next_segment_;
            return tl::unexpected{segment.error()};
        }
    }
}

/// After a failed write or sync the file's state is unknown: all that is uncertain goes to a new
/// one.
bool Journal::write_again() {
    if (!begin_segment()) {
        return false;
    }
    for (const Uncertain& record : uncertain_) {
        if (!write(record)) {
            return false;
        }
    }
    return true;
}

bool Journal::sync() {
    if (uncertain_.empty()) {
        return true;
    }
    bool done = !failing_ && segments_.back().sync().has_value();
    if (!done) {
        done = write_again() && segments_.back().sync().has_value();
    }
    failing_ = !done;
    if (done) {
        uncertain_.clear();
        certain_fixes_ = next_fix_;
    }
    return done;
}

hal::StorageResult<std::vector<Fix>> Journal::read(Epoch epoch, SequenceRange range) const {
    std::vector<Fix> fixes;
    bool found = true;
    while (found && range.from < range.to) {
        found = false;
        // A segment that failed may name what a later one has again, so the later one is asked
        // first.
        for (auto segment = segments_.rbegin(); segment != segments_.rend(); ++segment) {
            if (segment->header().epoch != epoch || !segment->fixes().contains(range.from)) {
                continue;
            }
            const auto some = segment->read(storage_, range);
            if (!some) {
                return some;
            }
            fixes.insert(fixes.end(), some->begin(), some->end());
            range.from += some->size();
            found = !some->empty();
            if (found) {
                break;
            }
        }
    }
    return fixes;
}

std::vector<Epoch> Journal::epochs() const {
    std::vector<Epoch> epochs;
    for (const Segment& segment : segments_) {
        if (std::find(epochs.begin(), epochs.end(), segment.header().epoch) == epochs.end()) {
            epochs.push_back(segment.header().epoch);
        }
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
        for (const SequenceRange& range : segment.fixes().ranges()) {
            epoch->fixes.add(range);
        }
    }
    return held;
}

bool Journal::is_receipted(const Segment& segment) const {
    const Epoch epoch = segment.header().epoch;
    return segment.events_end() <= receipts_.events_next(epoch) &&
           difference(segment.fixes(), receipts_.fixes(epoch)).empty();
}

bool Journal::is_old(const Segment& segment) const {
    return !segment.newest_fix() ||
           (newest_fix_ && *newest_fix_ - *segment.newest_fix() > settings_.keep);
}

void Journal::forget_receipted() {
    std::vector<Epoch> stopped;
    for (std::size_t index = 0; index + (writing_ ? 1 : 0) < segments_.size();) {
        const Segment& segment = segments_[index];
        const Epoch epoch = segment.header().epoch;
        const bool front = std::find(stopped.begin(), stopped.end(), epoch) == stopped.end();
        if (front && is_receipted(segment) && is_old(segment)) {
            remove(index);
        } else {
            stopped.push_back(epoch);
            ++index;
        }
    }
}

bool Journal::make_room() {
    const std::size_t closed = segments_.size() - (writing_ ? 1 : 0);
    std::size_t goes = 0;
    while (goes < closed && !is_receipted(segments_[goes])) {
        ++goes;
    }
    if (goes == closed) {
        // Nothing receipted is left: recording goes on, the oldest is declared lost.
        goes = 0;
    }
    if (closed == 0) {
        return false;
    }
    const Epoch epoch = segments_[goes].header().epoch;
    const SequenceSet gone = segments_[goes].fixes();
    remove(goes);
    SequenceSet safe = receipts_.fixes(epoch);
    for (const Segment& segment : segments_) {
        if (segment.header().epoch == epoch) {
            for (const SequenceRange& range : segment.fixes().ranges()) {
                safe.add(range);
            }
        }
    }
    for (const SequenceRange& range : difference(gone, safe)) {
        lost_.push_back({.epoch = epoch, .range = range});
    }
    return true;
}

void Journal::remove(std::size_t index) {
    // When the card does not let go of it, it is found and removed again in a later life.
    static_cast<void>(storage_.remove(segments_[index].name()));
    segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(index));
}

std::vector<wire::Lost> Journal::take_lost() { return std::exchange(lost_, {}); }

} // namespace lanterne::firmware
