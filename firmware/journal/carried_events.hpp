#pragma once

#include <vector>

#include "firmware/card/two_slots.hpp"
#include "firmware/journal/journalled_event.hpp"
#include "firmware/journal/receipts.hpp"
#include "hal/storage.hpp"

namespace lanterne::firmware {

/// Events without a receipt whose segment had to go: a full card forgets fixes and says so, but not
/// that somebody called for help, and not what it said itself. JOURNAL.md states the bytes.
class CarriedEvents {
public:
    /// Beyond, the oldest go (drop_oldest).
    static constexpr std::size_t max_bytes = 32'000;

    /// Reads what is there, and takes its room on the card while there is some. The storage must
    /// outlive it.
    explicit CarriedEvents(hal::Storage& storage);

    /// Oldest first.
    const std::vector<JournalledEvent>& events() const { return events_; }

    /// Takes in more, and makes them certain; what is receipted goes. When the card does not take
    /// them they stay in memory, and go there with the next.
    void add(const std::vector<JournalledEvent>& more, const Receipts& receipts);

private:
    TwoSlots slots_;
    std::vector<JournalledEvent> events_;
};

} // namespace lanterne::firmware
