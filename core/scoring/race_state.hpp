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

/// What was found of all entries, each found anew only after something touched it. What follows of
/// an entry follows from its plan, its way, the acts and its witnesses alone, and neither from the
/// others' nor from a clock: whatever is of the field or of now is made from this record anew.
struct LookedAt {
    struct Beside {
        std::vector<Disagreement> disagreements; ///< as in EntryFindings
        std::vector<Missing> doubted;
    };

    RaceRecord record;
    std::vector<Beside> beside; ///< as in the record
    std::set<std::size_t> due;  ///< into the record: what stands there is old, or nothing
};

/// What a race knows: its plan, the acts, the ways of its entries and who else saw them.
struct Race::State {
    explicit State(plan::RacePlan planned);

    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;
    ~State() = default;

    /// Throws std::out_of_range.
    Entrant& find(const Bib& bib);
    /// One that has not gone anywhere yet, as the acts in force have it.
    Entrant enter(const plan::Entry& entry);

    /// Everything that follows for all. Places reads first. Until something is touched.
    const LookedAt& look(Ending ending);

    /// Entries that look() would look at anew.
    std::size_t due(Ending ending) const {
        return ending == Ending::open ? open_.due.size() : ended_.due.size();
    }

    /// As look(), for one. Throws std::out_of_range.
    const EntryRecord& look(const Bib& bib);
    std::vector<Standing> standings(const RaceRecord& record, std::optional<UtcTime> as_of);

    /// The entry's way is another, as far as anybody knows.
    void moves(const Bib& bib);
    /// Something that is known of the entry is another.
    void touch(const Bib& bib);
    /// The acts are others, and so is everything.
    void rule(Rulings others);

    /// A fix moves what is expected of its entry, and so which lap its reads mean, and so what the
    /// clocks are worth. Touches whose witnesses changed. Does nothing where nothing moved.
    void place_reads();

    plan::RacePlan plan;
    Rulings rulings;
    std::vector<std::shared_ptr<const ScoredCourse>> courses; ///< of those in use, one each
    std::map<Bib, Entrant> entrants;
    Witnesses witnesses{ReadList{}};

private:
    std::shared_ptr<const ScoredCourse> course_of(const plan::Entry& entry, CourseChange change);
    EntryInputs inputs_of(const Entrant& entrant, Ending ending = Ending::open) const;
    /// The finish orders in force: the last of each point and lap.
    std::vector<plan::FinishOrder> orders() const;
    LookedAt not_looked_at() const;

    LookedAt& looked_at(Ending ending) { return ending == Ending::open ? open_ : ended_; }

    void look(LookedAt& at, std::size_t place, Ending ending);
    std::vector<Bib> place(const std::set<Bib>& bibs);
    std::vector<Bib> place_loose(const std::set<Bib>& bibs);
    void witnessed_otherwise(const std::vector<Bib>& bibs);

    std::map<Bib, std::size_t> places_; ///< in the plan
    std::vector<const Entrant*> field_; ///< as in the plan
    std::set<Bib> moved_;               ///< entries whose reads are to be placed anew
    std::vector<SeenEntry> seen_;       ///< as in the plan; empty where no read is loose
    LookedAt open_;
    LookedAt ended_;
};

} // namespace lanterne::scoring
