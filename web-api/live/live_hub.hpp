#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

#include "core/wire/live.hpp"
#include "core/wire/topic.hpp"
#include "service/http_server.hpp"
#include "service/log.hpp"
#include "service/metrics.hpp"
#include "web-api/live/live_store.hpp"
#include "web-api/live/race_channel.hpp"
#include "web-api/races/race_library.hpp"
#include "web-api/rest/database_pool.hpp"

namespace lanterne::web {

/// All live streams: GET /live/:slug[?format=json][&resume=<epoch>.<sequence>] (WebSocket), and
/// /live/:slug/events (server-sent events, resumed by Last-Event-ID).
/// A race is held while frames of it come, or somebody watches it, and a while longer.
/// Everything but receive() happens on the server's loop; the database is read on its workers.
/// Server, pool, library and log outlive the hub; the server has shut down before the hub goes.
class LiveHub {
public:
    static constexpr std::size_t max_races = 64;        ///< held at a time
    static constexpr std::size_t max_waiting = 1'000;   ///< messages for the loop; more are dropped
    static constexpr std::chrono::seconds look_each{1}; ///< for what is to be loaded
    /// Versions with the database. What no frame told is seen at the second look: after 4 s.
    static constexpr std::chrono::seconds compare_each{2};
    static constexpr std::chrono::minutes unused_for{10}; ///< then a race is let go
    static constexpr unsigned short no_such_race = 4404;  ///< close code

    /// Adds its route and timers to the server, which does not run yet.
    LiveHub(service::HttpServer& server, DatabasePool& pool, RaceLibrary& library, Clocks clocks,
            service::Registry& registry, service::Log& log);
    LiveHub(const LiveHub&) = delete;
    LiveHub& operator=(const LiveHub&) = delete;

    /// A message of the broker. Any thread. Dropped and counted when the loop has too many: the
    /// gap that it leaves is healed from the database.
    void receive(wire::LiveTopic topic, wire::LiveFrame frame);

    /// Is told each message of each race, on the loop. Before the server runs.
    using Told = std::function<void(const std::string& slug, RaceChannel&, const NewMessage&)>;

    void tell_also(Told told) { told_ = std::move(told); }

    /// A server with more sockets refuses the next (503): there are tiles. Before it runs.
    void set_most_sockets(std::size_t most) { most_sockets_ = most; }

    /// Those that are held. On the loop.
    std::set<std::string> races() const;

private:
    using Time = std::chrono::steady_clock::time_point;

    struct Race {
        RaceChannel channel;
        bool wants_load = true;
        bool is_loading = false;
        bool is_sweeping = false; ///< a sweep waits for its next turn of the loop
        Time used;
    };

    service::WatchHandler handler(std::optional<Form> form);
    std::optional<service::HttpResponse> refuse(const service::HttpRequest& request) const;
    void opened(const service::HttpRequest& request, std::shared_ptr<service::Watcher> watcher,
                Form form);
    void sent(service::Watcher& watcher);
    void closed(service::Watcher& watcher);
    /// Something may be new: tells it, and has the sweep begin or go on.
    void told(const std::string& slug, Race& race);
    /// Serves who was not served yet what is new, a few in a turn of the loop.
    void sweep(const std::string& slug);
    void take(const wire::LiveTopic& topic, wire::LiveFrame frame);

    /// The race's channel, made when there is room; else null.
    Race* race(const std::string& slug);
    /// One that is held though nobody watches it: it has to go when there is no room.
    std::optional<std::string> unwatched() const;
    void load_wanted();
    void load(const std::string& slug, Race& race);
    void loaded(const std::string& slug, const std::optional<RaceSnapshot>& snapshot);
    void compare();
    void compared(const std::map<std::string, RaceVersion>& versions);
    void gone(const std::string& slug);

    service::HttpServer& server_;
    DatabasePool& pool_;
    RaceLibrary& library_;
    Clocks clocks_;
    service::Log& log_;
    LiveCounts counts_;
    service::Counter& dropped_;
    std::atomic<std::size_t> waiting_{0};
    bool is_comparing_ = false;
    Told told_;
    std::size_t most_sockets_ = std::numeric_limits<std::size_t>::max();
    std::map<std::string, Race> races_;
    std::unordered_map<const service::Watcher*, Race*> race_of_;
};

} // namespace lanterne::web
