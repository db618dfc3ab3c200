#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/scoring/entrant.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::scoring {

/// All that is known of a race, and whose it is. Borrowed for the call.
struct Field {
    const RaceRecord& record;
    std::span<const Entrant* const> entrants; ///< as in the record
};

/// How they stand as of then; see Race::standings(). Without a time the race is over.
std::vector<Standing> standings_of(const Field& field, std::optional<UtcTime> as_of);

/// What an entry does as of then, of which the rules say that outcome.
Status status_of(const EntryRecord& record, const Entrant& entrant, plan::Outcome outcome,
                 std::optional<UtcTime> as_of);

/// An entry on its way.
struct OnWay {
    const EntryRecord* record = nullptr;
    const Entrant* entrant = nullptr;
};

/// How much longer than the leader it took to where it is now, or to the last point that both have
/// passed there; nothing where they go different courses or share no place. Never less than zero.
std::optional<Milliseconds> gap_on_way(const OnWay& one, const OnWay& leader);

} // namespace lanterne::scoring
