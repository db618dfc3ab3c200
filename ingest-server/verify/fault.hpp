#pragma once

#include <string>
#include <string_view>

namespace lanterne::ingest::verify {

/// What can be wrong with the store.
enum class FaultKind {
    chunk_overlap,      ///< a number is in two chunks of an epoch
    chunk_not_received, ///< a number is in a chunk, and not in its epoch's received set
    chunk_missing,      ///< a number is in the received set, and in no chunk
    chunk_unreadable,   ///< the payload cannot be decoded
    chunk_key,          ///< the payload says something else than the row's columns
    chunk_marks,        ///< implausible names fixes that the chunk does not have
    chunk_astray,       ///< of an epoch that is not known, or in another month than its epoch
    chunk_default,      ///< in the default partition
    received_and_lost,
    disputed_not_received,
    event_not_noted,  ///< a row of unit_event that the epoch's set does not have
    event_missing,    ///< in the epoch's set, and without a row
    event_gap,        ///< a number below the highest never came
    event_key,        ///< as chunk_key and chunk_unreadable
    event_astray,     ///< of an epoch that is not known
    race_event,       ///< the outbox is not 1 to last_event
    passage_twice,    ///< two current passages of an entry at a timing point and lap
    passage_revision, ///< a current passage that a later revision has superseded
    wrong_race,       ///< a row of an entry that is in another race
    version,          ///< a row newer than its race, or of a race that has no state
    result,           ///< what is stored is not what scoring anew finds
    digest,           ///< the same, of all results together
    dropped,          ///< numbers that retention dropped, which were not received or are in a chunk
    archive,          ///< an archive is not what its sums say
};

/// As a word: chunk-overlap, ...
std::string_view to_text(FaultKind kind);

/// One thing that is wrong, in words for a person.
struct Fault {
    FaultKind kind = FaultKind::chunk_overlap;
    std::string where; ///< unit a1b2c3, epoch 7; race harbour-sprint, bib 4
    std::string what;
    std::string right; ///< what would be right
};

/// On one line, without its end.
std::string to_text(const Fault& fault);

} // namespace lanterne::ingest::verify
