#pragma once

#include <span>
#include <vector>

#include "core/scoring/entrant.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::scoring {

/// An entrant and its record.
struct Contestant {
    const Entrant* entrant = nullptr;
    EntryRecord record;
};

/// How they stand as of then; see Race::standings(). The finish orders that are in force come with
/// them: who is in one list has the order of that list.
std::vector<Standing> standings_of(const plan::RacePlan& plan,
                                   std::span<const Contestant> contestants,
                                   std::span<const plan::FinishOrder> orders, UtcTime as_of);

/// What an entry does as of then.
Status status_of(const Contestant& contestant, UtcTime as_of);

} // namespace lanterne::scoring
