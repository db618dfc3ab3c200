#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/cases/cases.hpp"
#include "core/scoring/publishing/publication.hpp"
#include "core/scoring/reads/witnesses.hpp"
#include "core/scoring/record/passage.hpp"
#include "core/scoring/record/record.hpp"
#include "core/scoring/record/status.hpp"
#include "core/scoring/results/tables.hpp"
#include "core/scoring/ruling/entry_record.hpp"
#include "core/scoring/ruling/separation.hpp"

namespace lanterne::scoring {

class Entrant;

/// Rank, gap, status of an entry. What depends on now (silent, stopped) is a function of (inputs,
/// as of).
struct Standing {
    Bib bib;
    Status status = Status::not_started;
    std::string ranking; ///< id of that of the rules whose rank and gap it has; empty: of none
    std::optional<std::uint32_t>
        rank; ///< 1 is the leader; ties share a rank; none before the start, or when it is out
    /// Who has finished: as its ranking shows it, none a lap behind. Else behind the leader at the
    /// same place.
    std::optional<Milliseconds> gap;
    std::optional<Metres> along; ///< on the unrolled course
    std::optional<Fix> last_fix; ///< newest that was scored
    bool is_linked = false;      ///< its finish is not separated from that of the one before it

    bool operator==(const Standing&) const = default;
};

/// Scores one race: the same fixes and acts in, in any order, the same passages and standings out.
/// Reads no clock, does no I/O; one thread. Everything it says follows from the plan, and the fixes
/// and acts that it was given. Where a bib is named that nobody wears: std::out_of_range.
class Race {
public:
    explicit Race(plan::RacePlan plan);
    ~Race();
    Race(Race&&) noexcept;
    Race& operator=(Race&&) noexcept;

    const plan::RacePlan& plan() const;

    /// Takes fixes of one entry in ascending time. Answers false, and has changed nothing, when one
    /// of them is not newer than the newest that it knows: then go back, see kept_before().
    bool apply(const Bib& bib, std::span<const Fix> fixes);

    /// Scores the entry anew from all of its fixes, in whatever order they come. Of equal times one
    /// counts: the one with the best accuracy stated, else chosen by its content, never by its
    /// place in the vector. Takes back mark_unscored().
    void rescore(const Bib& bib, std::vector<Fix> all_fixes);

    /// The way of one entry, scored beside its race.
    class Apart {
    public:
        ~Apart();
        Apart(Apart&&) noexcept;
        Apart& operator=(Apart&&) noexcept;

    private:
        friend class Race;
        explicit Apart(std::unique_ptr<Entrant> entrant);
        std::unique_ptr<Entrant> entrant_;
    };

    /// What rescore() would make of those fixes; the race stays as it is. Several threads may do
    /// this at once, while nobody does anything else with the race.
    Apart score_apart(const Bib& bib, std::vector<Fix> all_fixes) const;

    /// Then put it in: as if rescore() had been called. Answers false, and has changed nothing,
    /// when acts have made the entry's way another one meanwhile. `apart` is of this race.
    bool take(Apart apart);

    /// A fix of that time came late: up to which time what is known of the entry stays as it is.
    /// Nothing: there is no such state, all of its fixes are needed.
    std::optional<UtcTime> kept_before(const Bib& bib, UtcTime late) const;

    /// Scores the entry anew from such a state on: `newer` are all of its fixes that are newer than
    /// `kept`, in whatever order. The same bytes come out as from rescore(). Answers false, and has
    /// changed nothing, when that state is no longer there or a fix is not newer.
    bool rescore_since(const Bib& bib, UtcTime kept, std::vector<Fix> newer);

    /// Takes the acts of the race, all of them, in any order; those before are forgotten. Answers
    /// the entries whose way is matched to another course or from another gun now: they have
    /// forgotten their fixes, rescore() each with all of them. See Rulings for what is passed over.
    std::vector<Bib> set_acts(std::vector<plan::Act> acts);

    /// Marks the entry unscored: a broken invariant concerns this entry alone.
    void mark_unscored(const Bib& bib);

    /// Changes whenever passages() or missing() of the entry may have changed.
    std::uint64_t revision(const Bib& bib) const;

    /// By point, in the order of the course; one per timing point and lap at most. The start is the
    /// wave's gun or the own crossing, as the wave says, and is there once the entry was seen on
    /// the course. A passage appears when it is certain; while fixes come in order it changes once
    /// at most, from not settled to settled.
    std::vector<Passage> passages(const Bib& bib) const;

    /// By point: what lies behind the entry without a time.
    std::vector<Missing> missing(const Bib& bib) const;

    /// All that is known, for the rankings. The race's own: until it takes fixes or acts again.
    /// Looks anew only at whom something touched since it was asked for the last time.
    const RaceRecord& record(Ending ending = Ending::open) const;

    /// Who passed that point without being separated from the next: runs, by time. Shown as linked,
    /// and never ordered but by judges.
    std::vector<LinkedRun> linked(const plan::PointLap& at) const;

    /// What a person must look at, as of then: each once, by identity; with a verdict where an act
    /// closed it. What is not among them any more has ended.
    std::vector<Case> cases(UtcTime as_of, const Outside& outside = {}) const;

    /// What the fixes are worth beside the chips of this race.
    Comparison fixes_beside_chips() const;

    /// The results by the rules of the plan, of what is known as of then; without a time as they
    /// are if no further fix comes.
    results::Tables tables(std::optional<UtcTime> as_of) const;

    /// The live board: all entries, each in the ranking that plan::board_ranking() says, those of a
    /// ranking together. Best first: who has a place in it, as tables() have it; those on their way
    /// by how far they are. A gap of those compares times from the start at the same place of the
    /// course: who stands falls behind. Who has no rank comes after all, by bib.
    std::vector<Standing> standings(UtcTime as_of) const;

    /// A fingerprint of passages and of the results by the rules, as they are if no further fix
    /// comes: 64 hexadecimal digits; equal results give equal digests, whatever the order of
    /// arrival.
    std::string digest() const;
    /// How many entries it would have to look at anew: those touched since the last one. Each costs
    /// as much as some hundred fixes.
    std::size_t due_for_digest() const;

    /// A fingerprint of all that results follow from: the plan, each entry's fixes as they were
    /// scored, and the acts in force. Whoever has equal inputs and the same engine_version has
    /// equal results.
    std::string input_digest() const;

    /// Results as they stand, to be published: passages and places as if no further fix came.
    struct Final {
        Publication publication; ///< its revision and state are not set
        results::Tables tables;  ///< those that it has as text
    };

    Final final_results() const;

    struct Memory {
        std::size_t live = 0;  ///< bytes of the entry's way, besides its course
        std::size_t saved = 0; ///< of its saved states
    };

    Memory memory(const Bib& bib) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::scoring
