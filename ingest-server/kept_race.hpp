#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/scoring/race.hpp"
#include "core/wire/batch.hpp"
#include "core/wire/live.hpp"
#include "ingest-server/plausible.hpp"
#include "ingest-server/rankings.hpp"
#include "ingest-server/results.hpp"
#include "ingest-server/track.hpp"

namespace lanterne::ingest {

/// Entries to be scored anew, each with the earliest time that its new fixes can touch; nothing:
/// all of its way is new.
using Due = std::map<std::int32_t, std::optional<UtcTime>>;

/// Adds what is due: of two times the earlier, of all and a part all.
void add_due(Due& due, const Due& more);

/// Of one race, open and closed. Beyond it no new one is kept.
inline constexpr std::size_t max_cases = 20'000;
/// A race is looked at as of so long after its newest fix at most: what is over raises nothing new.
inline constexpr std::chrono::hours looked_at_after{6};

/// One race in memory: how it is defined, its scoring, and what of its results the store has. No
/// I/O. An entry whose scoring throws becomes unscored; nobody else notices.
class KeptRace {
public:
    /// `entries`: the id of each entry of the plan.
    KeptRace(plan::RacePlan plan, std::map<Bib, std::int32_t> entries,
             std::vector<Assignment> assignments);

    const plan::RacePlan& plan() const { return race_.plan(); }

    const std::vector<Assignment>& assignments() const { return assignments_; }

    bool has_unit(const UnitSerial& unit) const { return by_unit_.contains(unit); }

    /// Of an entry of the plan.
    const Bib& bib_of(std::int32_t entry) const { return entries_.at(entry).bib; }

    /// Entries that some assignment names.
    std::set<std::int32_t> worn_entries() const;

    /// Answers the entries that an assignment joined or left: they are to be scored anew.
    std::set<std::int32_t> assign(std::vector<Assignment> assignments);

    UtcTime race_time(UtcTime wall) const { return plan::race_time(plan().rehearsal, wall); }

    /// What the store has already; before the first results().
    void know(const wire::LivePassage& passage, bool is_current);
    void know(const wire::LiveEntry& standing);
    void know(const MissingRow& missing);
    void know(const CaseRow& raised);

    /// All acts of the race. Answers the entries whose way is another now: they are to be scored
    /// anew with all of their fixes.
    std::set<std::int32_t> set_acts(std::vector<plan::Act> acts);

    /// What a unit says of itself beside its fixes; `heard`: wall time, when it said it now.
    void note_info(const UnitSerial& unit, const wire::Info& info,
                   std::optional<UtcTime> heard = std::nullopt);

    struct Scored {
        std::size_t fixes = 0; ///< that belong to an entry
        Due late;              ///< entries that must be scored anew from the store
    };

    /// Fixes that one unit sent, in the order of their numbers; `wall` is when they arrived.
    Scored score(const UnitSerial& unit, std::span<const Fix> fixes, UtcTime wall);

    /// All fixes of an entry that its assignments join to it, as merge_track gives them. When all
    /// that is new in it lies at `late` or after it, a saved state before that may be gone on from.
    void rescore(std::int32_t entry, Track track, std::optional<UtcTime> late = std::nullopt);

    /// The way of an entry, scored beside the race; see score_apart().
    struct Apart {
        std::int32_t entry = 0;
        std::size_t fixes = 0;
        PlausibleTrack places;
        std::optional<UtcTime> judged_to;
        std::optional<scoring::Race::Apart> way;
        std::string fault; ///< why there is no way
    };

    /// What rescore() would make of that track; the race stays as it is. Several threads may do
    /// this at once, while nobody does anything else with the race. Then take() it.
    Apart score_apart(std::int32_t entry, Track track) const;
    void take(Apart apart);

    /// Lets the next results() compare the passages of every entry with what the store has.
    void check_all();

    /// Passages and missing points that changed since the last call of this or of results(), for
    /// the store. Looks at nobody but those whose fixes came.
    Results passed();
    /// And the standings that changed: looks at everybody. Their rows carry version 0: see stamp().
    Results results(UtcTime wall);
    /// Gives rows that results() returned their version.
    void stamp(Results& results, std::uint64_t version);

    /// Which tables of the results changed since the last call; the first call answers all.
    RankingNews rankings(UtcTime wall);

    /// What of the cases changed since the last call: new ones, and those that ended, came back or
    /// are seen no longer. Nothing is raised twice, under whatever name.
    std::vector<CaseRow> cases(UtcTime wall);

    /// Everything that is current, for a snapshot.
    std::vector<wire::LiveEntry> standings() const;
    std::vector<wire::LivePassage> passages() const;

    std::string digest() const { return race_.digest(); }

    /// See scoring::Race::due_for_digest().
    std::size_t due_for_digest() const { return race_.due_for_digest(); }

    /// Results as they are if no further fix comes, for the world.
    scoring::Race::Final final_results() const { return race_.final_results(); }

    /// See scoring::Race::record().
    const scoring::RaceRecord& record() const { return race_.record(); }

    /// The id of each entry.
    const std::map<Bib, std::int32_t>& entries() const { return ids_; }

    /// An entry that could not be scored, and why.
    struct Failure {
        std::int32_t entry = 0;
        std::string what;
    };

    /// Those since the last call.
    std::vector<Failure> take_failures();

private:
    using PassageKey = std::tuple<Bib, std::string, std::uint32_t, std::uint32_t>;

    struct KnownPassage {
        wire::LivePassage passage;
        bool is_current = true;
    };

    struct EntryState {
        Bib bib;
        PlausibleTrack places;
        std::optional<UtcTime>
            judged_to; ///< the newest fix that `places` has judged, believed or not
        std::optional<UnitSerial> unit; ///< whose information stands beside the standing
        bool has_spare = false;
        bool is_unscored = false;
        const course::Course* course = nullptr;  ///< of its variant
        std::optional<wire::LiveEntry> standing; ///< as the store has it
    };

    void index_assignments();
    bool apply(std::int32_t entry, const std::vector<Fix>& fixes);
    void fail(std::int32_t entry, const std::string& what);
    UtcTime looked_at(UtcTime wall) const;
    scoring::Outside outside(UtcTime as_of) const;
    CaseRow to_row(const scoring::Case& one) const;
    /// That one, under whatever name.
    std::map<std::string, CaseRow>::iterator find_case(const std::string& identity);
    void collect_passages(std::int32_t entry, Results& results);
    void collect_missing(std::int32_t entry, Results& results);
    void collect_standings(UtcTime wall, Results& results);
    wire::LiveEntry live_entry(const EntryState& entry, const scoring::Standing& standing) const;

    scoring::Race race_;
    std::map<Bib, std::int32_t> ids_;
    std::map<std::int32_t, EntryState> entries_;
    std::vector<Assignment> assignments_;
    std::map<UnitSerial, std::vector<std::size_t>> by_unit_; ///< indexes of assignments
    std::map<UnitSerial, wire::Info> infos_;
    std::map<UnitSerial, UtcTime> heard_; ///< race time
    std::map<PassageKey, KnownPassage> passages_;
    std::map<std::int32_t, std::vector<MissingRow>> missing_; ///< by leg, lap and point
    std::map<std::string, CaseRow> cases_;                    ///< by identity
    std::vector<RankingRow> rankings_;
    std::set<std::int32_t> touched_; ///< entries whose passages may have changed
    std::vector<Failure> failures_;
};

} // namespace lanterne::ingest
