#include <algorithm>

#include "firmware/journal/journal.hpp"

// Where the room for a new segment comes from.
namespace lanterne::firmware {

using hal::StorageError;
using journal_format::Header;

bool Journal::begin_segment() {
    // A place that could not be used is not tried again.
    const Header header{.epoch = epoch_,
                        .segment = next_segment_++,
                        .first_fix = certain_fixes_,
                        .first_event = certain_events_,
                        .unit = settings_.unit};
    auto segment = new_segment(header);
    if (!segment) {
        return false;
    }
    segments_.push_back(std::move(*segment));
    writing_ = true;
    return true;
}

hal::StorageResult<Segment> Journal::new_segment(const Header& header) {
    const bool within_limits = bytes() + settings_.segment_bytes <= settings_.capacity_bytes &&
                               segments_.size() < max_segments;
    if (within_limits || segments_.empty()) {
        if (const auto index = next_to_go(Need::for_others); index && is_short_of_room()) {
            if (auto segment = take_over(*index, header)) {
                return segment;
            }
        }
        auto segment = Segment::create(storage_, header, settings_.segment_bytes);
        if (segment || segment.error() != StorageError::full) {
            return segment;
        }
    }
    if (const auto free = storage_.free_bytes();
        free && *free < settings_.segment_bytes && *free + bytes() < settings_.segment_bytes) {
        return tl::unexpected{StorageError::full}; // giving all up would not help
    }
    for (auto index = next_to_go(Need::full); index.has_value(); index = next_to_go(Need::full)) {
        auto segment = take_over(*index, header);
        if (segment || segment.error() != StorageError::full) {
            return segment;
        }
    }
    return tl::unexpected{StorageError::full};
}

/// Which segment's room is used next; the last is not being written now.
std::optional<std::size_t> Journal::next_to_go(Need need) const {
    const auto first = [&](auto is_wanted) {
        const auto found = std::find_if(segments_.begin(), segments_.end(), is_wanted);
        return found == segments_.end()
                   ? std::nullopt
                   : std::optional{static_cast<std::size_t>(found - segments_.begin())};
    };
    auto index = first([](const Segment& segment) { return segment.spent(); });
    if (!index) {
        index =
            first([&](const Segment& segment) { return is_receipted(segment) && is_old(segment); });
    }
    if (need == Need::for_others || segments_.empty()) {
        return index;
    }
    if (!index) {
        index = first([&](const Segment& segment) { return is_receipted(segment); });
    }
    if (!index) {
        // Its events are carried over: a unit that starts again and again loses no fix by that.
        index = first([](const Segment& segment) {
            return segment.fixes().empty() && segment.unread_bytes() == 0;
        });
    }
    // Nothing else is left: recording goes on, the oldest is declared lost.
    return index.value_or(0);
}

hal::StorageResult<Segment> Journal::take_over(std::size_t index, Header header) {
    if (save_receipts_) {
        save_receipts_();
    }
    const Segment& old = segments_[index];
    const auto gone = only_in(index);
    if (!gone.empty()) {
        header.given_up =
            wire::Lost{.epoch = old.header().epoch, .range = {gone.front().from, gone.back().to}};
    }
    if (const auto events = unreceipted_events_in(old); !events.empty()) {
        carried_.add(events, receipts_);
    }
    if (!old.trusted() || old.bytes() != settings_.segment_bytes) {
        // When the card does not let go of it, it is found and removed again in a later life.
        static_cast<void>(storage_.remove(old.name()));
        let_go(index);
        return Segment::create(storage_, header, settings_.segment_bytes);
    }
    auto segment = Segment::create_over(storage_, old, header);
    if (segment) {
        ++reused_;
    }
    // A rename that failed may have happened all the same.
    if (segment || !storage_.open(old.name())) {
        let_go(index);
        return segment;
    }
    if (segment.error() != StorageError::full) {
        return segment;
    }
    // The folder has no room for another name: the old one makes it. A card that does not even
    // let go of a file is failing, and then nothing is given up.
    if (!storage_.remove(old.name())) {
        return tl::unexpected{StorageError::failed};
    }
    let_go(index);
    return Segment::create(storage_, header, settings_.segment_bytes);
}

bool Journal::is_short_of_room() const {
    const auto free = storage_.free_bytes();
    return free && *free < settings_.reserve_bytes + settings_.segment_bytes;
}

std::uint64_t Journal::bytes() const {
    std::uint64_t sum = 0;
    for (const Segment& segment : segments_) {
        sum += segment.bytes();
    }
    return sum;
}

std::uint64_t Journal::room() const {
    const std::uint64_t here = writing_ ? segments_.back().bytes() - segments_.back().end() : 0;
    const std::uint64_t taken = std::min(bytes(), settings_.capacity_bytes);
    const std::uint64_t free = storage_.free_bytes().value_or(0);
    const std::uint64_t files =
        max_segments - std::min<std::uint64_t>(segments_.size(), max_segments);
    return here +
           std::min({settings_.capacity_bytes - taken, free, files * settings_.segment_bytes});
}

bool Journal::is_receipted(const Segment& segment) const {
    const Epoch epoch = segment.header().epoch;
    return segment.unread_bytes() == 0 && segment.events_end() <= receipts_.events_next(epoch) &&
           difference(segment.fixes(), receipts_.fixes(epoch)).empty();
}

bool Journal::is_old(const Segment& segment) const {
    const auto now = time_.value();
    const auto then = segment.time();
    return !then || (now && *now - *then > settings_.keep);
}

/// What nobody else has: neither the server nor another segment.
std::vector<SequenceRange> Journal::only_in(std::size_t index) const {
    const Epoch epoch = segments_[index].header().epoch;
    SequenceSet safe = receipts_.fixes(epoch);
    for (const Segment& segment : segments_) {
        if (&segment != &segments_[index] && segment.header().epoch == epoch) {
            safe.add(segment.fixes());
        }
    }
    return difference(segments_[index].fixes(), safe);
}

void Journal::let_go(std::size_t index) {
    const Epoch epoch = segments_[index].header().epoch;
    for (const SequenceRange& range : only_in(index)) {
        lost_.push_back({.epoch = epoch, .range = range});
    }
    segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(index));
}

/// Removes abandoned files with nothing of their own among the first so many.
void Journal::remove_spent(std::size_t before) {
    for (std::size_t index = before; index-- > 0;) {
        if (segments_[index].spent()) {
            static_cast<void>(storage_.remove(segments_[index].name()));
            segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(index));
        }
    }
}

} // namespace lanterne::firmware
