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

/// A race as the database holds it: every entry of the plan, with or without a standing.
struct RaceSnapshot {
    std::int64_t plan_revision = 0;
    std::uint64_t version = 0;
    UtcTime starts_at;
    std::optional<plan::RehearsalClock> rehearsal;
    std::vector<wire::LiveEntry> entries;
    std::vector<wire::LivePassage> passages;
    std::vector<wire::LiveForecast> forecasts;
    std::vector<wire::LiveGrade> grades;
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
    /// Takes what is newer, and says what that was.
    RaceChanges apply(const wire::LiveFrame& frame);

    /// Takes a whole race as ingest has it after the frame that was applied last: passages and
    /// forecasts that it does not name are gone. True when something differed.
    bool apply_whole(const wire::LiveFrame& whole);

    /// Takes the database's word: entries that are not there are gone, passages too unless newer
    /// messages have come since. True when something differed.
    bool apply(const RaceSnapshot& snapshot);

    /// In the order of their bibs.
    std::vector<wire::LiveEntry> entries() const;
    std::vector<wire::LivePassage> passages() const;
    std::vector<wire::LiveForecast> forecasts() const; ///< of who is expected somewhere
    std::vector<wire::LiveGrade> grades() const;       ///< by horizon

    /// The greatest version that was taken.
    std::uint64_t version() const { return version_; }

    /// `now` is race time.
    RaceState state(UtcTime starts_at, UtcTime now) const;

private:
    using PassageKey = std::tuple<Bib, std::string, std::uint32_t, std::uint32_t>;
    using Entries = std::map<Bib, wire::LiveEntry>;
    using Passages = std::map<PassageKey, wire::LivePassage>;
    using Forecasts = std::map<Bib, wire::LiveForecast>;
    using Grades = std::map<std::uint8_t, wire::LiveGrade>;

    static PassageKey key_of(const wire::LivePassage& passage);
    static bool take_newer(Passages& passages, const wire::LivePassage& passage);
    /// Takes those of a moment in place of what is known.
    bool take_forecasts(const std::vector<wire::LiveForecast>& forecasts,
                        const std::vector<wire::LiveGrade>& grades);

    Entries entries_;
    Passages passages_;
    Forecasts forecasts_;
    Grades grades_;
    std::uint64_t version_ = 0;
};

} // namespace lanterne::web
