#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "database/connection.hpp"
#include "ingest-server/forecasts.hpp"
#include "ingest-server/kept_race.hpp"
#include "ingest-server/rankings.hpp"
#include "ingest-server/results.hpp"
#include "ingest-server/track.hpp"

/// What scoring reads and writes in schema race. Whoever calls owns the transaction; failures as
/// database::Connection::execute.
namespace lanterne::ingest::results_store {

/// The right to write a race's results: a later claim by another ingest ends it.
struct Claim {
    std::int32_t race = 0;
    std::int64_t fence = 0;
    std::uint64_t version = 0;
    UtcTime went_live; ///< wall time
    std::string digest;
    std::uint64_t last_event = 0; ///< as of that version
};

/// Another ingest has taken the race over.
struct ClaimLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Takes the race over. `live_epoch` names this life of the ingest.
Claim claim(database::Connection& connection, std::int32_t race, std::uint32_t live_epoch,
            std::int64_t plan_revision, UtcTime wall);
void note_revision(database::Connection& connection, const Claim& claim, std::int64_t revision);

/// Where the numbers of a race's results stand.
struct Numbers {
    std::int64_t version = 0;
    std::int64_t last_event = 0;
};

/// Takes so many numbers in a claimed race and keeps it until the transaction ends: every writing
/// of results begins with it. Throws ClaimLost.
Numbers take_numbers(database::Connection& connection, const Claim& claim, std::int64_t versions,
                     std::int64_t events);

/// Keeps a claimed race until the transaction ends, though nothing of it is written: what was
/// scored is the owner's to score. Throws ClaimLost.
void hold(database::Connection& connection, const Claim& claim);

/// Nobody claimed the race since, and its results have that version.
bool is_untouched(database::Connection& connection, const Claim& claim, std::uint32_t live_epoch,
                  std::uint64_t version);

/// Tells `race` what of its results is stored.
void know_results(database::Connection& connection, const Claim& claim, KeptRace& race);

/// Writes what changed, numbers its events in race_event, answers where the race's numbers stand
/// now. Throws ClaimLost.
Numbers write(database::Connection& connection, const Claim& claim, const Results& results,
              UtcTime wall);
/// As write(), of what changed in the forecasts. Not for what is empty.
std::uint64_t write_forecasts(database::Connection& connection, const Claim& claim,
                              const ForecastNews& news);
void clear_forecasts(database::Connection& connection, std::int32_t race);
void write_digest(database::Connection& connection, const Claim& claim, const std::string& digest);

/// Tables that changed. Throws ClaimLost.
void write_rankings(database::Connection& connection, const Claim& claim, const RankingNews& news);

/// Acts up to that number are counted.
void note_acts(database::Connection& connection, const Claim& claim, std::int64_t number,
               UtcTime wall);

/// For a person to look at; raised once an identity (kind, bib, what else tells it apart).
struct NewCase {
    std::optional<std::int32_t> entry; ///< nothing: the whole race
    std::string kind;
    std::string apart; ///< may be empty
    std::string what;
};

void raise_case(database::Connection& connection, std::int32_t race, const NewCase& raised,
                UtcTime wall);

/// New cases of the engine, and what changed of those that there are.
void write_cases(database::Connection& connection, const Claim& claim,
                 const std::vector<CaseRow>& cases, UtcTime wall);

/// A case that a person settled, by an act that is in force.
struct ClosedCase {
    std::string identity;
    std::int64_t act = 0;
    std::string verdict;
};

/// Closes those cases of the race, and opens again whatever else is closed.
void close_cases(database::Connection& connection, std::int32_t race,
                 const std::vector<ClosedCase>& closed, UtcTime wall);

/// Times (race time) of fixes that one unit sent.
struct FixSpan {
    UnitSerial unit;
    UtcTime first;
    UtcTime last;
};

/// Leaves word, for those who score them, of the entries of all races but `own` that such fixes
/// are new of, and notifies. The last statement of a storing transaction: all take the rows in one
/// order, and wait for nothing else while they have them.
void announce(database::Connection& connection, std::span<const FixSpan> fixes,
              const std::vector<std::int32_t>& own, UtcTime wall);
/// Those of the races that somebody left word for.
std::vector<std::int32_t> announced(database::Connection& connection,
                                    const std::vector<std::int32_t>& races);
/// Takes away the word that was left for a race, but for what is being left just now. Commit, then
/// read the tracks. Throws ClaimLost.
Due take_announced(database::Connection& connection, const Claim& claim);

/// The chunks with fixes of the assignment's time: the payload, and when it was received.
database::Rows worn_chunks(database::Connection& connection, const Assignment& assignment);

/// Everything that the store holds of an entry, as units sent it.
struct StoredTrack {
    /// What one of its units recorded.
    struct Part {
        Assignment assignment;
        database::Rows chunks;
    };

    std::int32_t entry = 0;
    std::vector<Part> parts;
};

/// `race` says whose units they are.
StoredTrack stored_track(database::Connection& connection, const KeptRace& race,
                         std::int32_t entry);

/// Decoded and joined; `race` says by which clock. Reads nothing, several threads may do it at
/// once.
Track track_of(const StoredTrack& stored, const KeptRace& race);

/// Both.
Track track(database::Connection& connection, const KeptRace& race, std::int32_t entry);

} // namespace lanterne::ingest::results_store
