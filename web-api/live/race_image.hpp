#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/wire/live.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::web {

/// Where the database stands with a race.
struct RaceVersion {
    std::int64_t store = 0; ///< names the database's life: another one after each restore
    std::int64_t plan_revision = 0;
    std::uint64_t version = 0;
};

/// A race as the database holds it: every entry of the plan, with or without a standing.
struct RaceSnapshot {
    RaceVersion version;
    UtcTime starts_at;
    std::optional<plan::RehearsalClock> rehearsal;
    std::vector<wire::LiveEntry> entries;
    std::vector<wire::LivePassage> passages;
    std::vector<wire::LiveForecast> forecasts;
    std::vector<wire::LiveGrade> grades;
    std::uint64_t last_event = 0;   ///< number of the newest event, as of that version
    std::vector<Position> starts{}; ///< of its courses
};

/// What changed, to be told.
struct RaceChanges {
    std::vector<wire::LiveEntry> entries;
    std::vector<wire::LivePassage> passages;
    std::vector<wire::LiveForecast> forecasts; ///< without points: expected nowhere any more
    std::vector<wire::LiveGrade> grades;
};

/// A race as spectators see it now, put together from the database and from live messages: of two
/// rows of an entry the one with the greater version counts, so of two forecasts of it; of two
/// passages at one place the one with the greater revision.
class RaceImage {
public:
    /// Takes what is newer, and says what that was; withdrawn passages too.
    RaceChanges apply(const wire::LiveFrame& frame);

    /// Takes a whole race as ingest has it after the frame that was applied last: passages and
    /// forecasts that it does not name are gone. True when something differed.
    bool apply_whole(const wire::LiveFrame& whole);

    /// Takes the database's word in place of all that is not newer than it: what messages told of
    /// versions that it does not have yet. True when something differed.
    bool apply(const RaceSnapshot& snapshot);

    /// What is known is of another life of the database: from now on anything is newer.
    void outdate();

    /// In the order of their bibs.
    std::vector<wire::LiveEntry> entries() const;
    std::vector<wire::LivePassage> passages() const;
    std::vector<wire::LiveForecast> forecasts() const; ///< of who is expected somewhere
    std::vector<wire::LiveGrade> grades() const;       ///< by horizon

    /// `now` is race time.
    RaceState state(UtcTime starts_at, UtcTime now) const;

private:
    using PassageKey = std::tuple<Bib, std::string, std::uint32_t, std::uint32_t>;

    /// A row that does not say itself of which version of the race it is.
    template<class Row>
    struct Versioned {
        Row row;
        std::uint64_t version = 0;

        bool operator==(const Versioned& other) const { return row == other.row; }
    };

    using Entries = std::map<Bib, wire::LiveEntry>;
    using Passages = std::map<PassageKey, Versioned<wire::LivePassage>>; ///< withdrawn ones, too
    using Forecasts = std::map<Bib, wire::LiveForecast>;
    using Grades = std::map<std::uint8_t, Versioned<wire::LiveGrade>>;

    /// All of a race as of one version.
    struct Whole {
        Passages passages;
        Forecasts forecasts;
        Grades grades;
    };

    static PassageKey key_of(const wire::LivePassage& passage);
    template<class Source>
    static Whole whole_of(const Source& source, std::uint64_t version);
    /// Takes it in place of all that is of that version or an older one.
    bool take_whole(Whole whole, std::uint64_t version);
    bool take_newer(const wire::LivePassage& passage, std::uint64_t version);

    Entries entries_;
    Passages passages_;
    Forecasts forecasts_;
    Grades grades_;
};

} // namespace lanterne::web
