#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "firmware/journal/journal.hpp"
#include "hal/clock.hpp"

namespace lanterne::firmware {

/// Loss of power takes at most what these leave open.
struct SyncRules {
    std::chrono::milliseconds interval{5'000}; ///< or fixes, whichever comes first
    std::uint32_t fixes = 8;
};

/// A card that fails is tried again so often: each try writes all that waits, and wears it.
inline constexpr std::chrono::seconds card_retry{5};
/// Important fixes are certain at the latest after this: a slow card shall not hold up the rest.
inline constexpr std::chrono::seconds important_sync{1};

/// The unit's memory: every fix and event goes through it onto the card, and is certain there as
/// soon as the rules or its importance say.
class Recorder {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// Opens the journal: see there, also for what it throws. Everything borrowed must outlive it.
    Recorder(hal::Clock& clock, hal::Storage& storage, const Receipts& receipts,
             JournalSettings settings, SyncRules rules, Epoch epoch);

    const Journal& journal() const { return journal_; }

    /// See Journal.
    void before_reuse(std::function<void()> save_receipts) {
        journal_.before_reuse(std::move(save_receipts));
    }

    /// Journals the fix; `important`: to be certain within a second. False when neither card nor
    /// memory could take it.
    bool keep(const Fix& fix, bool important);

    /// Makes all certain, unless the card failed less than card_retry ago.
    void sync();
    void sync_when_due();

    /// The same at the very end: whatever the card did before.
    void sync_at_last() { try_sync(); }

    /// Numbers the event and makes it certain: events are rare and matter. Nothing when it cannot
    /// be journalled. While the card fails it is in memory alone.
    std::optional<JournalledEvent> note(decltype(wire::Event::body) body);

    /// What the journal had to give up since the last call.
    std::vector<wire::Lost> take_lost() { return journal_.take_lost(); }

    /// True while the card does not take what it should hold.
    bool failing() const { return failing_; }

    /// False when the journal stands still and no failing card is the reason: the last fix was
    /// refused, or what waits was not even tried to be made certain when it was due. Nothing but a
    /// restart may mend that, and it takes nothing that a failing card left in memory.
    bool moves() const;

    std::uint64_t unjournalled() const { return unjournalled_; }

    std::uint64_t failed_syncs() const { return failed_syncs_; }

private:
    void try_sync();

    hal::Clock& clock_;
    Journal journal_;
    SyncRules rules_;
    std::optional<Instant> unsynced_since_;
    std::optional<Instant> last_try_;
    bool important_waits_ = false;
    bool failing_ = false;
    bool refused_ = false; ///< the last fix
    std::uint64_t unjournalled_ = 0;
    std::uint64_t failed_syncs_ = 0;
};

} // namespace lanterne::firmware
