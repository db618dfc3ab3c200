#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/connection.hpp"
#include "ingest-server/clock.hpp"
#include "ingest-server/configurations.hpp"
#include "ingest-server/ended_races.hpp"
#include "ingest-server/lease.hpp"
#include "ingest-server/live_feed.hpp"
#include "ingest-server/publisher.hpp"
#include "ingest-server/race_keeper.hpp"
#include "ingest-server/race_seconds.hpp"
#include "ingest-server/receipts.hpp"
#include "ingest-server/subscriber.hpp"
#include "ingest-server/watch.hpp"

namespace lanterne::ingest {

/// Turns with messages begin at least this far apart, so that a commit carries many batches; a full
/// turn is followed at once.
inline constexpr std::chrono::milliseconds turn_interval{100};
inline constexpr std::chrono::milliseconds first_database_wait{200};
inline constexpr std::chrono::milliseconds longest_database_wait{5'000};

struct IngestSettings {
    service::MqttSettings broker;
    std::string conninfo; ///< empty: from the PG* environment
    std::uint32_t live_epoch = 0;
};

/// The loop: receive, store and score in one transaction, COMMIT, acknowledge, receipts, live feed.
///
/// Its leases go with the database: while that is away it reads nothing, and what it has received
/// and not stored stays with the broker. A database that refuses for reasons of its own makes it
/// hold what it has, and read nothing more. It never drops and never acknowledges what is not
/// stored. One thread.
class Ingest {
public:
    /// True when the wait was ended by a wish to stop.
    using Pause = std::function<bool(std::chrono::milliseconds)>;

    Ingest(IngestSettings settings, Watch& watch, Clock clock, Pause pause);

    /// Until somebody wishes to stop.
    void run();

private:
    bool connect_database();
    void make_partitions();
    /// Leases its share of the shards, reads what comes on them, and keeps their races.
    void follow_plan();
    void note_shards(std::string_view what, const Shards& shards);
    void lose_database(const std::string& why);
    /// Work that needs the database; false when it went away.
    bool with_database(const std::function<void()>& work);

    void turn(std::chrono::milliseconds timeout);
    void send_receipts();
    bool store_held();
    /// All of the turn in one transaction; once more when it met a conflict with another.
    void store_whole();
    Stored store(std::span<const Arrival> arrivals);
    void store_and_commit(std::span<const Arrival> arrivals);
    void after_commit(const Stored& stored, SteadyTime began);
    void note_lag(const Stored& stored);
    void store_one_by_one();
    void set_aside_unstorable(const Arrival& arrival, const std::string& why);
    /// Somebody changed a plan or gave an act. What another ingest left word of is caught up with
    /// at once.
    bool is_told();
    void tick();
    void offer_configurations();
    /// The race whose second has come longest ago.
    void tick_race();
    void tick_race(RaceSeconds::Due due);
    /// Until a race's second comes; turn_interval at most.
    std::chrono::milliseconds until_due() const;

    IngestSettings settings_;
    Watch& watch_;
    Clock clock_;
    Pause pause_;
    Subscriber subscriber_;
    Publisher publisher_;
    Leases leases_;
    RaceKeeper keeper_;
    RaceSeconds seconds_;
    EndedRaces ended_;
    LiveFeed live_;
    Receipts receipts_;
    Configurations configurations_;
    std::optional<database::Connection> database_;
    std::uint64_t store_ = 0;
    Subscriber::Taken held_;
    SteadyTime next_try_{};
    std::chrono::milliseconds wait_ = first_database_wait;
    SteadyTime next_tick_{};
    SteadyTime next_partitions_{};
};

} // namespace lanterne::ingest
