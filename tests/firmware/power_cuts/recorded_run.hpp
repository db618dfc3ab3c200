#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "firmware/journal/journal.hpp"
#include "tests/firmware/power_cuts/recording_card.hpp"

namespace lanterne::firmware::power_cuts {

/// The promises of the journal at one moment of a run.
struct Promise {
    std::size_t operations = 0;            ///< done until then
    std::map<Epoch, SequenceSet> kept;     ///< covered by a sync and not given up
    std::map<Epoch, SequenceSet> numbered; ///< covered by a sync at any time
    std::map<Epoch, SequenceSet> settled;  ///< what the server had once, or was told to be lost
    std::set<std::pair<Epoch, Sequence>> events; ///< covered by a sync, no receipt yet
    std::vector<Receipts> cursors; ///< what a cursor may say: last certain save, and later tries
};

/// A unit's days on a small card, and what must be true at each moment of them.
struct Recording {
    JournalSettings settings;
    std::vector<Operation> operations;
    std::vector<Promise> promises; ///< in the order of time
    std::map<Epoch, std::vector<Fix>> fixes;
    std::map<Epoch, std::vector<std::vector<std::byte>>> events;
    std::uint64_t reused = 0;       ///< segments written over
    std::uint64_t failed_syncs = 0; ///< and recovered from
    std::string broken;             ///< a promise that did not even hold without a cut; or empty
};

/// Three lives, several hundred fixes, events, receipts with gaps, a restored database, cursors,
/// failed syncs, a card that is full twice.
Recording record_a_run();

} // namespace lanterne::firmware::power_cuts
