#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/scoring/eta/forecaster.hpp"
#include "core/scoring/race.hpp"
#include "core/wire/live.hpp"
#include "ingest-server/raced_way.hpp"
#include "ingest-server/results.hpp"

namespace lanterne::ingest {

/// Race time from one learning of the field to the next, and from one forecast of an entry to the
/// next.
inline constexpr std::chrono::seconds learn_interval{30};
/// Entries whose forecasts are made in one go; the others wait for the next second.
inline constexpr std::size_t max_forecast_at_once = 500;
/// Who was seen nowhere for so long is expected nowhere.
inline constexpr std::chrono::hours forgotten_after{2};
/// A passage that moved farther than this changes what is known of an athlete's pace.
inline constexpr std::chrono::seconds moved_passage{5};
/// Learnings at most while a race that has been running is read anew.
inline constexpr std::int64_t max_learnings_at_once = 200;

/// Ways that entries go besides the planned courses, by legs that were dropped for them. Who goes
/// another way than these is expected nowhere.
inline constexpr std::size_t max_other_ways = 16;

/// A row of race.forecast in the making.
struct ForecastRow {
    std::int32_t entry = 0;
    wire::LiveForecast forecast;
};

/// What changed in the forecasts of a race since it was asked for the last time.
struct ForecastNews {
    std::vector<ForecastRow> rows;
    std::vector<wire::LiveGrade> grades;

    bool empty() const { return rows.empty() && grades.empty(); }
};

/// When the entries of a race are expected: a forecaster a way that is raced, fed from the results
/// as they are written. No part of the results: what it says depends on when fixes came. No I/O, no
/// clock; one thread. About 2 KB an entry.
class Forecasts {
public:
    /// `entries`: the id of each entry of the plan. Keeps nothing of the plan.
    Forecasts(const plan::RacePlan& plan, const std::map<Bib, std::int32_t>& entries);

    /// What acts say of the way: which legs each entry races, where its race ends, and when its
    /// clock starts. The record is of the plan that the forecasts were made for.
    void follow(const scoring::RaceRecord& record);

    /// A race as it is known, when nothing was taken yet: lives through it passage by passage.
    void begin(std::vector<wire::LivePassage> passages,
               const std::vector<wire::LiveEntry>& standings);

    void take(const Results& results);

    /// Learns, and says what changed of what was said. At most max_forecast_at_once rows. They
    /// carry version 0: see stamp().
    ForecastNews news(UtcTime race_time);

    /// Gives rows that news() returned their version.
    void stamp(ForecastNews& news, std::uint64_t version);

    /// After a fault: expects nobody any more, whatever it is told.
    void stop();

    /// Everything that is said now.
    std::vector<wire::LiveForecast> all() const;

    const std::vector<wire::LiveGrade>& grades() const { return grades_; }

private:
    using PointKey = std::tuple<std::string, std::uint32_t, std::uint32_t>; // id, leg, lap

    /// Who race the same way.
    struct Group {
        Group(const course::Course& planned, RacedWay raced, std::size_t course,
              std::size_t entries, UtcTime origin);

        std::size_t course = 0; ///< 0: the race's own; then the variants
        RacedWay way;
        scoring::eta::Forecaster forecaster;   ///< of all entries of the course
        std::map<PointKey, std::size_t> index; ///< into the way's points

        const std::vector<course::TimingPoint>& points() const { return way.points(); }
    };

    struct Seen {
        Metres along{0};
        UtcTime time;
    };

    struct Entry {
        Bib bib;
        std::size_t group = 0;
        std::size_t index = 0;                   ///< in the forecasters of its course
        std::map<std::size_t, UtcTime> passed{}; ///< by point
        std::optional<Seen> seen{};              ///< newest, along the planned course
        std::optional<Metres> ends_at{};         ///< nothing: its race goes no way that is known
        std::optional<UtcTime> gun{};
        bool has_begun = false; ///< its forecaster knows when it started
        bool has_left = false;
    };

    static PointKey key_of(const course::TimingPoint& point);
    std::optional<std::size_t> group_for(const scoring::EntryRecord& one, const Entry& entry);
    void go_with(Entry& entry, std::size_t group);
    void take(const PassageRow& row);
    void take(std::int32_t id, const wire::LiveEntry& row);
    void see(Entry& entry, const Seen& seen);
    void feed_anew(Entry& entry);
    void feed_due();
    void learn(UtcTime as_of);
    std::optional<UtcTime> last_known(const Entry& entry) const;
    std::vector<wire::LiveArrival> arrivals(const Entry& entry, UtcTime as_of) const;
    std::optional<wire::LiveArrival> arrival(const Entry& entry, std::size_t point,
                                             UtcTime as_of) const;
    std::vector<wire::LiveGrade> graded(UtcTime as_of) const;

    std::vector<Group> groups_;      ///< those of the planned courses first
    std::vector<std::size_t> sizes_; ///< entries of each course
    UtcTime origin_;
    std::map<std::int32_t, Entry> entries_;
    std::map<Bib, std::int32_t> ids_;
    std::map<std::int32_t, wire::LiveForecast> told_;
    std::vector<wire::LiveGrade> grades_; ///< as told, by horizon
    std::set<std::int32_t> anew_;         ///< to be fed anew
    std::set<std::int32_t> due_;          ///< to be forecast
    std::int32_t forecast_last_ = 0;      ///< entries take turns
    std::optional<UtcTime> learned_;
    bool is_stopped_ = false;
};

} // namespace lanterne::ingest
