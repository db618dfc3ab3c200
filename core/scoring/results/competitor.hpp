#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/plan/rules.hpp"
#include "core/scoring/record/record.hpp"

namespace lanterne::scoring::results {

/// A passage as judges have it.
struct JudgedPassage {
    Passage passage;
    std::uint32_t place = 0; ///< in the finish order of its point; 0: in none
    Milliseconds moved{0};   ///< by so much it is later than it was seen; may be negative
};

/// What penalties come to.
struct PenaltySum {
    Milliseconds time{0};
    std::uint32_t laps = 0;
    std::uint32_t places = 0;
    std::uint32_t points = 0;
    std::optional<std::string> disqualified; ///< by cards: the article of the last one
};

/// An entry, with what the rules have found about it so far. The record outlives it.
struct Competitor {
    const EntryRecord* record = nullptr;
    std::vector<JudgedPassage> passages; ///< by point
    PenaltySum penalties;
    std::optional<std::size_t> end; ///< index into passages of the one that ended its race
    std::uint32_t laps = 0;         ///< gone, up to its end
    bool is_pulled = false;         ///< had been lapped where that ends a race
    plan::Outcome outcome = plan::Outcome::racing;
    std::string article; ///< of a disqualification

    const Bib& bib() const { return record->entry->bib; }
};

/// Those of a record, by bib: shorter first, then by letters. Their passages are as judges saw
/// them: in a finish order nobody is before the one listed earlier, and those who share a place
/// share the time. The times of the most places that do not contradict the order stay as they are;
/// each other one moves as little as it must to lie between those about it. So one bad time moves,
/// and not all who stand behind it. Of two that contradict each other the more precise one stays,
/// else the one named first.
std::vector<Competitor> competitors_of(const RaceRecord& record);

/// Total order of bibs as people count: 9 before 10.
bool comes_first(const Bib& a, const Bib& b);

/// Its passage at that point; nullptr where its course or the record has none.
const JudgedPassage* passage_at(const Competitor& competitor, const plan::PointLap& at);

/// What its acts cost, by the race's tariff of cards.
PenaltySum penalties_of(const EntryRecord& record, const std::vector<plan::Card>& cards);

/// True when the filter names the entry.
bool is_in(const plan::Filter& who, const plan::RacePlan& plan, const EntryRecord& record);

} // namespace lanterne::scoring::results
