#pragma once

#include <chrono>
#include <vector>

#include "firmware/journal/journal.hpp"

namespace lanterne::firmware {

/// The events that have no receipt yet: calls for help first, then by age. Sent again each 5 s
/// until a receipt covers them.
class EventBox {
public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds wait{5};
    /// Sent at once; the others follow as these get their receipts.
    static constexpr std::size_t max_at_once = 16;

    /// Beyond Journal::max_events the oldest that is no call for help goes from memory; the journal
    /// keeps it and a later life sends it.
    void add(JournalledEvent event);
    void rebuild(std::vector<JournalledEvent> events);

    void reconnected() { next_send_.reset(); }

    void receipt(Epoch epoch, Sequence events_next);

    enum class Which : std::uint8_t { all, calls_for_help };

    /// What is due now, as many as may go at once; nothing before `wait` is over.
    std::vector<const JournalledEvent*> due(Instant now, Which which = Which::all) const;

    /// The newest call for help, unless it was taken back or is receipted.
    std::optional<JournalledEvent> open_call() const;

    void sent(Instant now) { next_send_ = now + wait; }

    std::size_t size() const { return events_.size(); }

private:
    struct Waiting {
        JournalledEvent event;
        bool urgent = false; ///< of a call for help, or its end
    };

    void put(JournalledEvent event);

    std::vector<Waiting> events_;
    std::optional<Instant> next_send_;
};

} // namespace lanterne::firmware
