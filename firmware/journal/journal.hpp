#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/wire/event.hpp"
#include "firmware/journal/carried_events.hpp"
#include "firmware/journal/journalled_event.hpp"
#include "firmware/journal/receipts.hpp"
#include "firmware/journal/segment.hpp"
#include "hal/storage.hpp"

namespace lanterne::firmware {

struct JournalSettings {
    std::uint64_t segment_bytes = std::uint64_t{256} * 1024; ///< 5'800 fixes
    std::string unit;                                        ///< serial; empty: not checked
    Milliseconds keep = std::chrono::hours{24};              ///< of fix time, also when receipted
    /// What the journal may take of the card; then the card is full for it. 1.4 million fixes.
    std::uint64_t capacity_bytes = std::uint64_t{64} * 1024 * 1024;
    /// What others on the card should find free: below it, what is receipted and older than `keep`
    /// is written over before more room is taken.
    std::uint64_t reserve_bytes = std::uint64_t{16} * 1024 * 1024;
};

/// What was found of earlier lives.
struct Recovery {
    std::uint64_t segments = 0;
    std::uint64_t records = 0;
    std::uint64_t torn = 0;          ///< stretches that could not be read
    std::uint64_t skipped_bytes = 0; ///< in them
    std::uint64_t unread_bytes = 0;  ///< that the card did not give at all
    std::vector<wire::Lost> lost;    ///< numbered once, gone, not receipted and not yet declared
};

/// Fixes of one epoch that the journal holds.
struct HeldEpoch {
    Epoch epoch = 0;
    SequenceSet fixes;
};

/// Every fix and event of the unit, on the card before anything else happens to it, and kept until
/// the card needs its room. JOURNAL.md states the bytes. `receipts` must outlive it.
///
/// When the card fails, what was not yet certain is written again to a new segment from memory.
/// When it is full, an old segment is written over: the oldest that is receipted and a day old,
/// else the oldest that is receipted, else the oldest without any fix, else the oldest; its events
/// without a receipt are carried over, its fixes without one are declared lost (take_lost).
class Journal {
public:
    /// Records that wait in memory for a card that fails; beyond, fixes are refused.
    static constexpr std::size_t max_uncertain = 4096;
    /// Above them, room that fixes leave to events, and that other events leave to urgent ones.
    static constexpr std::size_t more_for_events = 256;
    static constexpr std::size_t more_for_urgent = 64;
    /// Of unreceipted_events(); beyond, the oldest are left out (drop_oldest).
    static constexpr std::size_t max_events = 1024;
    /// Files; beyond, one goes as if the card were full: all are read at each start, which 128 MiB
    /// allow in seconds on a slow card, and known in memory. 2.9 million fixes: 34 days at 1 Hz.
    static constexpr std::size_t max_segments = 512;

    /// Reads what is there and begins the epoch (the next free number when the journal has it
    /// already). Throws std::runtime_error when the card cannot be
    /// listed or written, or holds the journal of another unit.
    Journal(hal::Storage& storage, const Receipts& receipts, JournalSettings settings, Epoch epoch);

    /// To be called each time before a segment goes, so that the receipts are certain by then: else
    /// the next life takes for lost what the server has. The journal goes on also when it fails.
    void before_reuse(std::function<void()> save_receipts) {
        save_receipts_ = std::move(save_receipts);
    }

    const Recovery& recovery() const { return recovery_; }

    Epoch epoch() const { return epoch_; }

    Sequence next() const { return next_fix_; } ///< the number of the next fix

    Sequence next_event() const { return next_event_; } ///< and of the next event

    Sequence certain() const { return certain_fixes_; } ///< fixes below survive a power cut

    std::size_t uncertain() const { return uncertain_.size(); }

    Sequence certain_events() const { return certain_events_; } ///< events below survive it too

    bool events_certain() const { return certain_events_ == next_event_; } ///< all events do

    /// Segments written over since the start instead of taking more of the card.
    std::uint64_t reused() const { return reused_; }

    /// Bytes that may be written before a segment must be written over: what the card, the share
    /// and max_segments leave.
    std::uint64_t room() const;

    /// Numbers the fix and journals it. False when it was refused: it has no number then.
    bool append(const Fix& fix);

    /// Journals an encoded event, whose number must be next_event(). False also for one that no
    /// segment could hold.
    bool append_event(std::span<const std::byte> bytes);

    /// Makes all that was appended certain. False when the card does not take it now.
    bool sync();

    /// The fixes of the range from its first number on, as far as they are there without a hole.
    /// Fails when the card does not give one that it should have: fewer than asked are all that
    /// there are.
    hal::StorageResult<std::vector<Fix>> read(Epoch epoch, SequenceRange range) const;

    /// Oldest epoch first.
    std::vector<HeldEpoch> held() const;

    /// Events without a receipt, oldest first: read from the card, and from memory those that it
    /// does not have for certain.
    std::vector<JournalledEvent> unreceipted_events() const;

    /// Epochs of which there is anything, oldest first.
    std::vector<Epoch> epochs() const;

    /// What had to go from a full card without a receipt since the last call.
    std::vector<wire::Lost> take_lost();

private:
    struct Uncertain {
        journal_format::Kind kind;
        Sequence number;
        std::vector<std::byte> payload;
        std::optional<UtcTime> fix_time;
    };

    enum class Need { for_others, full };

    void recover();
    void take_in(Segment segment);
    void make_certain();
    void find_lost(const std::vector<wire::Lost>& declared);
    static std::size_t most_before(const Uncertain& record);
    bool append(Uncertain record);
    bool write_out();
    bool roll();
    bool sync_segment();
    void abandon();
    bool begin_segment();
    hal::StorageResult<Segment> new_segment(const journal_format::Header& header);
    hal::StorageResult<Segment> take_over(std::size_t index, journal_format::Header header);
    std::optional<std::size_t> next_to_go(Need need) const;
    bool is_short_of_room() const;
    std::uint64_t bytes() const;
    bool is_receipted(const Segment& segment) const;
    bool is_old(const Segment& segment) const;
    std::vector<SequenceRange> only_in(std::size_t index) const;
    std::vector<JournalledEvent> unreceipted_events_in(const Segment& segment) const;
    void let_go(std::size_t index);
    void remove_spent(std::size_t before);

    hal::Storage& storage_;
    const Receipts& receipts_;
    JournalSettings settings_;
    std::function<void()> save_receipts_;
    Epoch epoch_;
    CarriedEvents carried_;
    std::deque<Segment> segments_; ///< oldest first; the last is written while writing_
    bool writing_ = false;
    bool failing_ = false; ///< the next sync begins a segment for all that is uncertain
    std::uint64_t next_segment_ = 0;
    Sequence next_fix_ = 0;
    Sequence next_event_ = 0;
    Sequence certain_fixes_ = 0;
    Sequence certain_events_ = 0;
    MiddleTime time_;                 ///< of the last fixes of all
    std::deque<Uncertain> uncertain_; ///< oldest first
    std::size_t on_card_ = 0;         ///< the first so many are written to the last segment
    std::uint64_t reused_ = 0;
    std::vector<wire::Lost> lost_;
    Recovery recovery_;
};

} // namespace lanterne::firmware
