#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/wire/live.hpp"
#include "database/connection.hpp"
#include "ingest-server/clock.hpp"
#include "ingest-server/forecasts.hpp"
#include "ingest-server/kept_race.hpp"
#include "ingest-server/lease.hpp"
#include "ingest-server/live_news.hpp"
#include "ingest-server/plan_store.hpp"
#include "ingest-server/race_load.hpp"
#include "ingest-server/race_loader.hpp"
#include "ingest-server/results_store.hpp"
#include "ingest-server/storing.hpp"
#include "ingest-server/watch.hpp"

namespace lanterne::ingest {

/// Late fixes of one entry are gathered for so long before it is scored anew.
inline constexpr std::chrono::seconds rescore_interval{2};
/// Entries of a race that are scored anew in one go; the others wait for the next second. An act or
/// a change of assignments that touches more has the race loaded beside.
inline constexpr std::size_t max_rescored_at_once = 50;
/// Scoring entries anew takes no longer of the tick of a race, but for the entry that is being
/// scored; the others wait for the next second.
inline constexpr std::chrono::milliseconds rescore_budget{150};
/// An entry whose assignment changed is looked at once more after so long: another ingest may have
/// been storing, and known of no assignment yet. Longer than any of its statements may take.
inline constexpr std::chrono::seconds second_look{65};
inline constexpr std::chrono::seconds digest_interval{3};
/// A digest looks at every entry whose fixes came since the last one as if the race were over. It
/// may do so with so many while fixes come, so that storing never waits long; with more once none
/// came for so long.
inline constexpr std::size_t max_digested_at_once = 250;
inline constexpr std::chrono::seconds digest_calm{10};
/// Between two writes of the tables of results.
inline constexpr std::chrono::seconds rankings_interval{3};
/// Between two looks for what a person must look at.
inline constexpr std::chrono::seconds cases_interval{5};
/// Between two lines about work that takes long.
inline constexpr std::chrono::seconds progress_interval{5};
/// Between two writes of the standings of a race.
inline constexpr std::chrono::seconds standings_interval{1};
/// And of one in which nothing happened for so long: only time can change them.
inline constexpr std::chrono::seconds idle_after{60};
inline constexpr std::chrono::seconds idle_standings_interval{10};
/// A race that could not be loaded or written is tried again after so long.
inline constexpr std::chrono::seconds retry_interval{10};

/// All races that are scored. Memory follows the store: whatever fails in the midst of a race's
/// transaction, the race is dropped and loaded anew by scoring its entries from their chunks, which
/// is the same code. Nothing here can keep a fix from being stored. One thread.
class RaceKeeper {
public:
    /// Races are loaded where follow_plan() is called, which waits for it.
    RaceKeeper(Watch& watch, Clock clock, std::uint32_t live_epoch)
        : watch_{watch}, clock_{std::move(clock)}, live_epoch_{live_epoch} {}

    /// Races are loaded beside, by a connection to `conninfo` of their own: see take_loaded().
    RaceKeeper(Watch& watch, Clock clock, std::uint32_t live_epoch, std::string conninfo);

    /// Drops all races, also those that are set aside: the database is another one. What is being
    /// loaded goes on: the claim says whether it is still good.
    void forget();

    /// The database went away, or refused a transaction. A race with something in memory that is
    /// not known to be committed is dropped: its transaction failed, or the answer to its COMMIT
    /// did not come, whatever became of it. The others are set aside: follow_plan() takes one back
    /// when the store says, by fence, life and version, that nobody claimed or wrote it since, and
    /// plan and acts are those that it knows; else it loads it anew.
    void set_aside();

    /// Loads what is new or changed in schema plan, scores anew whose assignments changed, and
    /// counts the acts that people gave. Of the races of those shards alone; nothing: of all, by
    /// who is alone. In transactions of its own. Throws database::ConnectionLost.
    void follow_plan(database::Connection& connection,
                     const std::optional<Shards>& shards = std::nullopt);

    /// Some race is loaded, or could not be.
    bool has_loaded() const { return loader_ && loader_->has_loaded(); }

    /// Takes races that were loaded beside, under their claims, with the word that was left of
    /// them meanwhile. In transactions of its own. Throws database::ConnectionLost.
    void take_loaded(database::Connection& connection);

    /// Scores what was just stored, in the same transaction, each race behind a savepoint: passages
    /// are written at once, standings by tick(). Leaves word of it for who scores the races that
    /// are not here, or not any more. Failures of that as database::Connection::execute: what
    /// nobody is told of must not be stored. After the COMMIT: committed(); after a rollback:
    /// set_aside().
    void score(database::Connection& connection, std::span<const StoredChunk> chunks);
    void committed();

    /// Scores anew what another ingest left word of. Call when a notification came. In transactions
    /// of its own. Throws database::ConnectionLost.
    void catch_up(database::Connection& connection);

    /// Takes the word that others left for the races that are here, for tick() to score anew;
    /// answers which had some. It is taken for good before the fixes are read: should that fail,
    /// the race is loaded anew, with all of them. Call each second. In transactions of its own.
    /// Throws database::ConnectionLost.
    std::vector<std::int32_t> hear(database::Connection& connection);

    /// Scores anew what is due in the race, writes the standings, once a standings_interval, with
    /// what changes in them by the clock alone (silent, stopped), when who is expected, and the
    /// digest. Call each second, or more often; in a transaction of its own. Throws
    /// database::ConnectionLost.
    void tick(database::Connection& connection, std::int32_t race);

    /// hear(), and tick() of every race.
    void tick(database::Connection& connection);

    /// Writes standings that wait for their second: nobody will call tick() any more. In
    /// transactions of its own. Throws database::ConnectionLost.
    void finish(database::Connection& connection);

    /// The clock that judges a unit's fixes: of its races, here or not, the one furthest ahead;
    /// wall time for a unit of no race.
    UtcTime clock_of(const UnitSerial& unit) const;

    std::vector<std::int32_t> races() const;

    bool has(std::int32_t race) const { return records_.contains(race); }

    struct LiveView {
        Slug slug;
        UtcTime went_live; ///< wall time
        UtcTime race_time;
        bool is_new; ///< was loaded since the last call
    };

    LiveView live_view(std::int32_t race);

    /// What of a race was not told yet.
    RaceNews news(std::int32_t race) const { return news_.at(race).untold(); }

    /// It is now.
    void told(std::int32_t race) { news_.at(race).told(); }

    /// Everything that is current.
    RaceNews snapshot(std::int32_t race) const;

    /// For the race's next frame: see TurnTrace::frame().
    std::optional<wire::LiveTrace> frame_trace(std::int32_t race) {
        return watch_.trace.frame(race);
    }

    std::uint32_t live_epoch() const { return live_epoch_; }

private:
    struct Record {
        std::int64_t revision = 0;
        std::string fingerprint;
        results_store::Claim claim;
        KeptRace race;
        std::optional<Forecasts> forecasts{};
        std::vector<plan::Act> acts{};
        std::int64_t last_act = 0; ///< number of the newest act that was looked at
        Due due{};
        std::map<std::int32_t, SteadyTime> rescored{};
        std::map<std::int32_t, SteadyTime> again{}; ///< when entries get their second look
        LiveNews::Fresh uncommitted{};
        bool is_new = true;
        bool digest_due = true;
        bool rankings_due = true;
        bool cases_due = true; ///< some may have been raised, closed or opened again
        SteadyTime digest_at{};
        SteadyTime scored_at{}; ///< when fixes, acts or time last changed something
        SteadyTime rankings_at{};
        SteadyTime cases_at{};
        SteadyTime standings_from{}; ///< not written before
    };

    /// When standings are written beside passages.
    enum class Standings : std::uint8_t { never, when_due, at_once };

    bool is_time_for_digest(const Record& record) const;
    void note_missing(const std::vector<plan_store::RaceRow>& rows);
    void load(database::Connection& connection, const plan_store::RaceRow& row);
    /// Takes back what was set aside; false when it is not what the store has.
    bool resume(database::Connection& connection, const plan_store::RaceRow& row);
    /// A claim that is not this race's last is nobody's any more.
    void take_loaded(database::Connection& connection, LoadedRace loaded);
    void begin(database::Connection& connection, LoadedRace loaded);
    void count_acts(database::Connection& connection, Record& record, plan_store::Acts given);
    /// Word that was left of entries which nobody wears joins with the plan that is to follow.
    void hear(database::Connection& connection, Record& record);
    /// Briefly: a storing transaction of whoever had the race waits for its end.
    results_store::Claim take_over(database::Connection& connection,
                                   const plan_store::RaceRow& row);
    void refuse_plan(database::Connection& connection, const plan_store::RaceRow& row,
                     const std::string& what);
    /// False when it is too much for the loop: the record is spoiled.
    bool reassign(database::Connection& connection, const plan_store::RaceRow& row, Record& record);
    bool count_new_acts(database::Connection& connection, Record& record);
    bool is_too_much(const std::set<std::int32_t>& entries) const;
    /// From its store, beside, whatever is in memory.
    void load_anew(database::Connection& connection, const plan_store::RaceRow& row);
    void change(database::Connection& connection, const plan_store::RaceRow& row);
    /// Learns who wears which unit in the races that are not here.
    void look_elsewhere(database::Connection& connection, std::vector<plan_store::RaceRow> rows);
    /// Takes the acts that are new; answers the entries that are to be scored anew by them.
    std::set<std::int32_t> take_acts(database::Connection& connection, Record& record);
    void follow_acts(database::Connection& connection);
    void rescore(database::Connection& connection, Record& record, std::int32_t entry,
                 std::optional<UtcTime> late = std::nullopt);
    /// With all of their fixes, on several threads; says how far it is while it takes long.
    void rescore(database::Connection& connection, Record& record,
                 const std::set<std::int32_t>& entries);
    void note_rescored(Record& record, const std::set<std::int32_t>& entries);
    void note_scored(Record& record) const;
    void rescore_due(database::Connection& connection, Record& record);
    /// That are due and may be scored anew now, at most max_rescored_at_once.
    std::vector<std::int32_t> ripe_entries(const Record& record) const;
    /// False when nothing had changed.
    bool write(database::Connection& connection, Record& record, Standings when);
    bool write(database::Connection& connection, Record& record, Results results);
    void finish(database::Connection& connection, std::int32_t race);
    bool take_standings(Record& record, Standings when) const;
    /// Nothing that forecasts do can keep results from being written.
    void with_forecasts(Record& record, const std::function<void(Forecasts&)>& work);
    void write_forecasts(database::Connection& connection, Record& record);
    void raise_failures(database::Connection& connection, Record& record);
    void write_rankings(database::Connection& connection, Record& record);
    void look_for_cases(database::Connection& connection, Record& record);
    void settle_cases(database::Connection& connection, Record& record);
    void score_race(database::Connection& connection, Record& record,
                    std::span<const StoredChunk> chunks, std::vector<std::size_t>& joined);
    void drop(std::int32_t race, const std::string& cause, const std::string& what);
    void commit_news(Record& record);
    /// Runs it; what it throws costs this race alone.
    bool guarded(std::int32_t race, const std::function<void()>& work);

    Watch& watch_;
    Clock clock_;
    std::uint32_t live_epoch_;
    std::map<std::int32_t, Record> records_;
    std::set<std::int32_t> unsettled_;     ///< races whose memory may not be what is committed
    std::map<std::int32_t, Record> aside_; ///< settled ones, until the store was asked
    std::map<std::int32_t, std::int64_t> loading_; ///< fences under which races are being loaded
    std::map<std::int32_t, LiveNews> news_; ///< of each race that is here, or was and will be again
    std::vector<plan_store::RaceRow> elsewhere_; ///< races that are not here, as of worn_elsewhere_
    plan_store::Worn worn_elsewhere_;
    std::map<std::int32_t, SteadyTime> retry_at_;     ///< dropped races
    std::map<std::int32_t, std::int64_t> unreadable_; ///< revision that cannot be read
    SteadyTime rescore_until_{};
    std::unique_ptr<RaceLoader> loader_;
};

} // namespace lanterne::ingest
