#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/wire/event.hpp"
#include "firmware/receipts.hpp"
#include "firmware/segment.hpp"
#include "hal/storage.hpp"

namespace lanterne::firmware {

struct JournalSettings {
    std::uint64_t segment_bytes = std::uint64_t{256} * 1024; ///< 5'800 fixes
    std::string unit;                                        ///< serial; empty: not checked
    Milliseconds keep = std::chrono::hours{24};              ///< of fix time, also when receipted
};

/// An event as it travels.
struct JournalledEvent {
    Epoch epoch = 0;
    Sequence number = 0;
    std::vector<std::byte> bytes;
};

/// What was found of earlier lives.
struct Recovery {
    std::uint64_t segments = 0;
    std::uint64_t records = 0;
    std::uint64_t torn = 0;          ///< stretches that could not be read
    std::uint64_t skipped_bytes = 0; ///< in them
    std::vector<wire::Lost> lost;    ///< missing between what survived, not yet declared
};

/// Fixes of one epoch that the journal holds.
struct HeldEpoch {
    Epoch epoch = 0;
    SequenceSet fixes;
};

/// Every fix and event of the unit, on the card before anything else happens to it, and kept until
/// a receipt covers it. JOURNAL.md states the bytes. `receipts` must outlive it.
///
/// When the card fails, what was not yet certain is written again to a new segment from memory.
/// When it is full, the oldest segment goes, receipted ones first; what was not receipted in it is
/// declared lost (take_lost).
class Journal {
public:
    /// Records that wait in memory for a card that fails; beyond, appending is refused.
    static constexpr std::size_t max_uncertain = 4096;
    static constexpr std::size_t max_events = 1024; ///< of unreceipted(); the oldest go first
    /// Files; beyond, the oldest goes as if the card were full (a unit that restarts for ever).
    static constexpr std::size_t max_segments = 4096;

    /// Reads what is there and begins the epoch (the next free number when the journal has it
    /// already). Throws std::runtime_error when the card cannot be
    /// listed or written, or holds the journal of another unit.
    Journal(hal::Storage& storage, const Receipts& receipts, JournalSettings settings, Epoch epoch);

    const Recovery& recovery() const { return recovery_; }

    Epoch epoch() const { return epoch_; }

    Sequence next() const { return next_fix_; } ///< the number of the next fix

    Sequence next_event() const { return next_event_; } ///< and of the next event

    Sequence certain() const { return certain_fixes_; } ///< fixes below survive a power cut

    std::size_t uncertain() const { return uncertain_.size(); }

    bool events_certain() const; ///< all events survive a power cut

    /// Numbers the fix and journals it. False when it was refused: it has no number then.
    bool append(const Fix& fix);

    /// Journals an encoded event, whose number must be next_event().
    bool append_event(std::span<const std::byte> bytes);

    /// Makes all that was appended certain. False when the card does not take it now.
    bool sync();

    /// The fixes of the range from its first number on, as far as they are there without a hole.
    /// Fails when the card cannot be read.
    hal::StorageResult<std::vector<Fix>> read(Epoch epoch, SequenceRange range) const;

    /// Oldest epoch first.
    std::vector<HeldEpoch> held() const;

    /// Events without a receipt, oldest first, read from the card. Not those of appends that are
    /// uncertain.
    std::vector<JournalledEvent> unreceipted_events() const;

    /// Epochs of which there is anything, oldest first.
    std::vector<Epoch> epochs() const;

    /// Removes segments that are wholly receipted and older than `keep` against the newest fix,
    /// each epoch from its front.
    void forget_receipted();

    /// What had to go from a full card without a receipt since the last call.
    std::vector<wire::Lost> take_lost();

private:
    struct Uncertain {
        journal_format::Kind kind;
        Sequence number;
        std::vector<std::byte> record;
        std::optional<UtcTime> fix_time;
    };

    void recover();
    void find_lost(const std::vector<wire::Lost>& declared);
    bool append(Uncertain record);
    hal::StorageResult<void> write(const Uncertain& record);
    hal::StorageResult<void> begin_segment();
    bool write_again();
    bool make_room();
    bool is_receipted(const Segment& segment) const;
    bool is_old(const Segment& segment) const;
    void remove(std::size_t index);

    hal::Storage& storage_;
    const Receipts& receipts_;
    JournalSettings settings_;
    Epoch epoch_;
    std::deque<Segment> segments_; ///< oldest first; the last is written while writing_
    bool writing_ = false;
    bool failing_ = false;
    std::uint64_t next_segment_ = 0;
    Sequence next_fix_ = 0;
    Sequence next_event_ = 0;
    Sequence certain_fixes_ = 0;
    std::optional<UtcTime> newest_fix_;
    std::vector<Uncertain> uncertain_;
    std::vector<wire::Lost> lost_;
    Recovery recovery_;
};

} // namespace lanterne::firmware
