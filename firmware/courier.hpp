#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "firmware/recorder.hpp"
#include "firmware/sending/byte_budget.hpp"
#include "firmware/sending/event_box.hpp"
#include "firmware/sending/outbox.hpp"
#include "firmware/uplink/uplink.hpp"

namespace lanterne::firmware {

/// What the courier did since the start.
struct CourierCounts {
    std::uint64_t sent_messages = 0;
    std::uint64_t resent_messages = 0;
    std::uint64_t failed_reads = 0;     ///< messages that the card did not give when they were due
    std::uint64_t refused_receipts = 0; ///< unreadable, of no epoch of ours, beyond what was sent
    std::uint64_t lost_fixes = 0;       ///< declared lost
};

/// Carries what the recorder holds to the server and takes the receipts back: events first, then
/// the live report, then the backlog. Knows nothing of when a report is due. Everything borrowed
/// must outlive it.
class Courier {
public:
    using Instant = std::chrono::steady_clock::time_point;

    Courier(Uplink& uplink, Recorder& recorder, Receipts& receipts);

    /// What backlog and repeated messages may take of the link from now on; nothing: all of it. At
    /// first nothing.
    void limit_backlog(const std::optional<ByteRules>& rules, Instant now);

    /// All in flight may be lost: it is due again.
    void reconnected();

    /// Takes what receipts arrived. True when one changed what is known to be committed.
    bool take_receipts(Instant now);

    /// All unsent fixes up to now go next, once the last report is out. Makes them certain first.
    void begin_report();

    /// Sends the events that are due, as many as the link takes: those that are certain, and calls
    /// for help in any case.
    void send_events(Instant now);

    /// Sends the fixes that are due, as many as the link takes, each new message with this word
    /// about the unit. The fixes of the newest live message that went out; empty when none did.
    std::vector<Fix> send_fixes(const wire::Info& about, Instant now);

    /// Journals an event, and sends it with the next send_events(). Its number; nothing when it
    /// could not be journalled.
    std::optional<Sequence> note(decltype(wire::Event::body) body);

    /// Events for what the journal had to give up.
    void declare_lost();

    const CourierCounts& counts() const { return counts_; }

    std::uint64_t unaccepted() const { return outbox_.unaccepted(); }

    std::size_t unreceipted_events() const { return events_.size(); }

    /// Fixes wait that should have gone with an earlier message.
    bool has_backlog() const { return outbox_.has_backlog(); }

    std::optional<JournalledEvent> open_call() const { return events_.open_call(); }

private:
    bool is_ours(const wire::Receipt& receipt) const;
    void obey(const wire::Receipt& receipt, Instant now);
    std::optional<std::vector<Fix>> read(const Parcel& parcel, Instant now);
    bool publish(const Parcel& parcel, const wire::Batch& batch, Instant now);

    Uplink& uplink_;
    Recorder& recorder_;
    Receipts& receipts_;
    Outbox outbox_;
    EventBox events_;
    std::optional<ByteBudget> backlog_budget_;
    CourierCounts counts_;
};

} // namespace lanterne::firmware
