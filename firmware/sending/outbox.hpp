#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/wire/batch.hpp"
#include "firmware/journal/journal.hpp"
#include "firmware/journal/receipts.hpp"

namespace lanterne::firmware {

/// One message of fixes that is to be sent now.
struct Parcel {
    Epoch epoch = 0;
    SequenceRange range;      ///< at most wire::max_batch_fixes
    wire::Info info;          ///< of a new message only the flags: who sends it says the rest
    std::uint64_t flight = 0; ///< names the flight that is sent again; 0: a new message
};

/// Which fixes go when: the rules of sending, without any sending. Live first; then, oldest first,
/// what must be sent again and the backlog. A message keeps its range and info, so its bytes,
/// from its first send on; it is sent again only after a reconnect, after a later receipt that does
/// not cover it, or after 60 s doubling to 10 min. A message that three later receipts did not
/// cover is halved, down to the one fix that the server cannot take: set aside, tried each hour.
class Outbox {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// Backlog and repeated messages without a receipt, at once.
    static constexpr std::size_t max_backlog_flights = 4;
    /// A report of more fixes than so many messages take is backlog but for its newest.
    static constexpr std::size_t max_report_messages = 4;
    /// Messages without a receipt; beyond, the oldest live ones become unsent again.
    static constexpr std::size_t max_flights = 256;
    /// Beyond so many messages none is halved, so that a bad card leaves room for the live ones.
    static constexpr std::size_t max_flights_to_halve = max_flights / 2;
    /// Fixes set aside; beyond, a bad message stays whole and is tried on.
    static constexpr std::size_t max_aside = 1024;
    static constexpr int sends_until_halved = 3;
    static constexpr std::chrono::seconds first_wait{60};
    static constexpr std::chrono::seconds last_wait{600};
    static constexpr std::chrono::hours aside_wait{1};
    /// A receipt so long after a send has seen it, also when nothing sent later shows that.
    static constexpr std::chrono::seconds certainly_later{30};

    /// A late message asks for its receipt at once: that keeps the window moving.
    static constexpr wire::Info backlog_info{.backlog = true, .receipt_wanted = true};

    explicit Outbox(Epoch current) : current_{current}, order_{current} {}

    /// What the journal holds, at the start and when the store has changed. What is in flight or
    /// set aside stays so.
    void rebuild(const std::vector<HeldEpoch>& held, const Receipts& receipts);

    /// The current epoch's fixes below `certain` are on the card.
    void grow(Sequence certain);

    /// The journal no longer has these fixes.
    void forget(Epoch epoch, SequenceRange range);

    void reconnected();

    /// After `receipts` took in a stale receipt.
    void covered(Epoch epoch, const Receipts& receipts);

    /// After `receipts` took in one that is not: what it should have covered is sent again.
    void receipt(const wire::Receipt& receipt, const Receipts& receipts, Instant now);

    /// A report is due: all unsent fixes up to now go next.
    void begin_report();

    /// Of the report that began something is still to be sent.
    bool is_reporting() const { return report_.has_value(); }

    /// Fixes never sent wait that are not the next report's.
    bool has_backlog() const;

    /// What to send now, if anything. Asked again without sent(), it says the same.
    std::optional<Parcel> next(Instant now);

    /// The parcel went out, with the info that it has now.
    void sent(const Parcel& parcel, Instant now);

    /// The card did not give the parcel's fixes. It is tried again after 60 s doubling to 10 min,
    /// never because of a receipt: the server has not seen it. The third time it is halved.
    void unreadable(const Parcel& parcel, Instant now);

    std::uint64_t unaccepted() const;

    std::size_t flights() const { return flights_.size(); }

private:
    struct Flight {
        std::uint64_t id = 0;
        std::uint64_t serial = 0; ///< of its last send: later sends have greater ones
        Epoch epoch = 0;
        SequenceRange range;
        wire::Info info;
        Instant last_sent{};
        int sends = 0;          ///< since the last reconnect
        int uncovered = 0;      ///< sends that later receipts did not cover, reads that failed
        bool unread = false;    ///< the last try did not leave the unit
        bool in_window = false; ///< one of max_backlog_flights
        bool due = false;
        bool from_aside = false;
    };

    struct Aside {
        Epoch epoch = 0;
        Sequence number = 0;
        Instant next_try{};
    };

    std::optional<Parcel> next_live();
    std::optional<Parcel> next_of_window(Instant now);
    void take_back_aside(Instant now);
    std::size_t window_used() const;
    bool is_due(const Flight& flight, Instant now) const;
    bool anything_waits(Instant now) const;
    SequenceRange backlog_of(Epoch epoch) const;
    void cut_flights(Epoch epoch, const SequenceSet& gone);
    void count_uncovered(Epoch epoch, std::uint64_t newest_covered, Instant now);
    void halve(Instant now);
    void limit_flights();
    Flight& fly(const Parcel& parcel, Instant now);

    Epoch current_;
    std::vector<Epoch> order_;             ///< oldest first
    std::map<Epoch, SequenceSet> pending_; ///< held, not receipted, not in flight, not aside
    Sequence certain_ = 0;
    Sequence reported_ = 0; ///< the current epoch's fixes from here on are the next report's
    std::optional<SequenceRange> report_; ///< being sent
    std::vector<Flight> flights_;
    std::vector<Aside> aside_;
    std::uint64_t last_id_ = 0;
    std::uint64_t last_serial_ = 0;
    bool ask_after_connect_ = true;
};

} // namespace lanterne::firmware
