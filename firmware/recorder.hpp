#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "firmware/journal/journal.hpp"
#include "hal/clock.hpp"

namespace lanterne::firmware {

/// Loss of power takes at most what these leave open.
struct SyncRules {
    std::chrono::milliseconds interval{5'000}; ///< or fixes, whichever comes first
    std::uint32_t fixes = 8;
};

/// The unit's memory: every fix and event goes through it onto the card, and is certain there as
/// soon as the rules or its importance say.
class Recorder {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// Opens the journal: see there, also for what it throws. Everything borrowed must outlive it.
    Recorder(hal::Clock& clock, hal::Storage& storage, const Receipts& receipts,
             JournalSettings settings, SyncRules rules, Epoch epoch);

    const Journal& journal() const { return journal_; }

    /// Journals the fix; `important`: certain before this returns. False when neither card nor
    /// memory could take it.
    bool keep(const Fix& fix, bool important);

    void sync();
    void sync_when_due();

    /// Numbers the event and makes it certain: events are rare and matter. Nothing when it cannot
    /// be journalled.
    std::optional<JournalledEvent> note(decltype(wire::Event::body) body);

    /// What the journal had to give up since the last call.
    std::vector<wire::Lost> take_lost() { return journal_.take_lost(); }

    /// True while the card does not take what it should hold.
    bool failing() const { return failing_; }

    std::uint64_t unjournalled() const { return unjournalled_; }

    std::uint64_t failed_syncs() const { return failed_syncs_; }

private:
    hal::Clock& clock_;
    Journal journal_;
    SyncRules rules_;
    std::optional<Instant> unsynced_since_;
    bool failing_ = false;
    std::uint64_t unjournalled_ = 0;
    std::uint64_t failed_syncs_ = 0;
};

} // namespace lanterne::firmware
