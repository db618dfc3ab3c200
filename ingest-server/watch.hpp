#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-server/clock.hpp"
#include "ingest-server/stages.hpp"
#include "ingest-server/storing.hpp"
#include "ingest-server/turn_trace.hpp"
#include "service/http_operations.hpp"
#include "service/log.hpp"
#include "service/metrics.hpp"

namespace lanterne::ingest {

/// The same cause is said so often at most; the metrics count each time.
inline constexpr std::chrono::minutes saying_interval{1};

/// Messages that the broker dropped make the ingest unwell for so long.
inline constexpr std::chrono::minutes drops_remembered{5};
/// A broker that was not served for so long is not well: its messages wait.
inline constexpr std::chrono::seconds longest_unserved{10};

/// The program is to end: work that takes long is left as it is.
struct StopWished : std::runtime_error {
    StopWished() : std::runtime_error{"asked to end"} {}
};

/// What the ingest lets people see: counts, log lines, health. The loop's thread writes; health()
/// and the registry may be read by another.
class Watch {
public:
    /// `trace_seed`: no other process has the same.
    Watch(service::Log& log, service::Registry& registry, Clock clock,
          std::uint64_t trace_seed = 0);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    service::Log& log() { return log_; }

    /// A trouble: counted by cause, and said once a minute.
    void trouble(const std::string& cause, std::string_view what);

    void committed(const Tally& tally, std::chrono::duration<double> took);
    /// By unit: called for what committed() counts by reason alone.
    void unreadable(const UnitSerial& unit, const std::string& reason);
    /// Time between a fix and the COMMIT of the newest fix of a live batch; race time.
    void lag(Milliseconds behind);

    service::Counter& receipts;
    service::Counter& configurations;
    service::Counter& frames;
    service::Counter& rescored;
    service::Counter& unscored;   ///< entries that scoring could not go on with
    service::Counter& unassigned; ///< fixes that no entry wears the unit of
    service::Counter& passages;
    service::Counter& foreign_topics;
    service::Counter& limited; ///< messages that one unit sent too many of
    service::Gauge& races;
    service::Gauge& leases;
    /// What waits, and is bounded where it says so.
    service::Gauge& unsent;           ///< messages for the broker
    service::Gauge& receipts_waiting; ///< epochs with something to be told
    service::Gauge& rescore_waiting;  ///< entries with late fixes
    service::Gauge& races_loading;
    Stages stages;
    TurnTrace trace;

    /// How the loop finds things, each turn.
    void broker(bool is_connected);
    /// The broker says how many more messages it dropped. A trouble, but while the database is away
    /// and after it was: then its queues overflow, as they have to.
    void broker_dropped(std::uint64_t messages);
    void database(bool is_reachable);
    /// A turn begins.
    void alive();

    /// Who hears that the program goes on; may be called very often.
    void tell_alive(std::function<void()> hears) { hears_alive_ = std::move(hears); }

    /// Who knows whether the program is to end.
    void ask_for_stop(std::function<bool()> is_wished) { stop_is_wished_ = std::move(is_wished); }

    /// So many entries of a race that is loaded or scored anew are done: it goes on. Throws
    /// StopWished when the program is to end.
    void scoring_anew(std::string_view race, std::size_t done, std::size_t all);
    /// Races that should be here and are not, and why.
    void races_missing(const std::vector<std::string>& names);
    /// So many messages wait for the database.
    void hold(std::size_t messages);

    /// From any thread; never waits.
    std::vector<service::HealthPart> health() const;

private:
    using Ticks = SteadyTime::duration::rep;

    service::HealthPart broker_health() const;
    service::HealthPart races_health() const;
    service::HealthPart drops_health() const;
    void say_faults(const Tally& tally);
    std::chrono::duration<double> since(const std::atomic<Ticks>& moment) const;

    void mark(std::atomic<Ticks>& moment) { moment = clock_.steady().time_since_epoch().count(); }

    service::Log& log_;
    service::Registry& registry_;
    Clock clock_;
    std::map<std::string, SteadyTime> said_;
    service::Counter& broker_dropped_;
    bool database_was_away_ = false; ///< since the broker's last word of drops
    service::Histogram& commit_seconds_;
    service::Histogram& lag_seconds_;
    std::atomic<bool> broker_connected_{false};
    std::atomic<bool> database_reachable_{false};
    service::Gauge& held_;
    std::atomic<Ticks> held_since_{0};
    std::atomic<Ticks> last_turn_{0};
    std::atomic<Ticks> last_commit_{0};
    std::atomic<Ticks> last_served_{0}; ///< the broker
    std::atomic<Ticks> last_plan_{0};   ///< leases and races were looked at
    std::atomic<Ticks> last_drop_{0};
    std::atomic<bool> has_dropped_{false};
    std::function<void()> hears_alive_;
    std::function<bool()> stop_is_wished_;
    mutable std::mutex races_mutex_; ///< briefly held
    std::string missing_;            ///< races, in words
    std::string scoring_;            ///< what is scored anew just now
};

} // namespace lanterne::ingest
