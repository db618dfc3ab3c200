#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/scoring/entrant.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::scoring {

/// What a race knows: its plan, the acts, the ways of its entries and who else saw them.
struct Race::State {
    explicit State(plan::RacePlan planned) : plan{std::move(planned)}, rulings{plan, {}} {}

    /// Throws std::out_of_range.
    Entrant& find(const Bib& bib);
    /// One that has not gone anywhere yet, as the acts in force have it.
    Entrant enter(const plan::Entry& entry);

    /// Everything that follows for one entry. Places reads first.
    EntryFindings look(const Entrant& entrant, Ending ending);
    /// As look(), for all.
    RaceRecord record(Ending ending);
    std::vector<Standing> standings(const RaceRecord& record, std::optional<UtcTime> as_of);
    /// The finish orders in force: the last of each point and lap.
    std::vector<plan::FinishOrder> orders() const;

    /// A fix moves what is expected of its entry, and so which lap its reads mean, and so what the
    /// clocks are worth. Does nothing where nothing moved.
    void place_reads();

    plan::RacePlan plan;
    Rulings rulings;
    std::vector<std::shared_ptr<const ScoredCourse>> courses; ///< of those in use, one each
    std::map<Bib, Entrant> entrants;
    Witnesses witnesses{ReadList{}};
    std::set<Bib> moved; ///< entries whose reads are to be placed anew

private:
    std::shared_ptr<const ScoredCourse> course_of(const plan::Entry& entry, CourseChange change);
    EntryInputs inputs_of(const Entrant& entrant, Ending ending = Ending::open) const;
    std::vector<Bib> place_moved();
    std::vector<Bib> place_loose();
};

} // namespace lanterne::scoring
