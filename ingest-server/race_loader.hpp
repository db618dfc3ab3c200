#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "ingest-server/clock.hpp"
#include "ingest-server/race_load.hpp"
#include "service/log.hpp"

namespace lanterne::ingest {

/// Loads races on a thread of its own with a connection of its own, one after the other, so that
/// whoever stores never waits for it. When it goes, what is being loaded is given up: a statement
/// within a tenth of a second, the scoring within an entry.
class RaceLoader {
public:
    /// Races that are being loaded, wait for it, or are loaded and not yet taken. Whoever orders
    /// orders no more.
    static constexpr std::size_t max_orders = 64;
    /// Between two lines about a load that takes long.
    static constexpr std::chrono::seconds progress_interval{5};
    /// A statement that takes longer fails, and so does the load.
    static constexpr std::chrono::seconds answer_limit{20};

    /// `conninfo` as libpq takes it. The log outlives it; `clock` and log may be used by any
    /// thread.
    RaceLoader(std::string conninfo, Clock clock, service::Log& log);
    ~RaceLoader();
    RaceLoader(const RaceLoader&) = delete;
    RaceLoader& operator=(const RaceLoader&) = delete;

    void begin(LoadOrder order);

    /// The next that is loaded, or could not be, without waiting for it.
    std::optional<LoadedRace> take();
    bool has_loaded() const;

private:
    void run();
    std::optional<LoadOrder> next();
    LoadedRace load(const LoadOrder& order);
    void connect();
    bool is_stopping() const;

    std::string conninfo_;
    Clock clock_;
    service::Log& log_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<LoadOrder> orders_;
    std::deque<LoadedRace> loaded_;
    bool is_stopping_ = false;
    std::optional<database::Connection> connection_; ///< of the thread alone
    std::thread thread_;
};

} // namespace lanterne::ingest
