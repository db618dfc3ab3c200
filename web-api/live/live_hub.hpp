#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "core/wire/live.hpp"
#include "core/wire/topic.hpp"
#include "service/http_server.hpp"
#include "service/log.hpp"
#include "service/metrics.hpp"
#include "web-api/live/held_races.hpp"
#include "web-api/live/live_reader.hpp"

namespace lanterne::web {

/// All live streams: GET /live/:slug[?format=json][&resume=<epoch>.<sequence>] (WebSocket), and
/// /live/:slug/events (server-sent events, resumed by Last-Event-ID).
/// A race is held while frames of it come, or somebody watches it, and a while longer, as far as
/// there is room (HeldRaces).
/// Everything but receive() happens on the server's loop; the database is read on its workers.
/// Server, pool, library and log outlive the hub; the server has shut down before the hub goes.
class LiveHub {
public:
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
    std::set<std::string> races() const { return races_.slugs(); }

private:
    service::WatchHandler handler(std::optional<Form> form);
    std::optional<service::HttpResponse> refuse(const service::HttpRequest& request) const;
    void opened(const service::HttpRequest& request, std::shared_ptr<service::Watcher> watcher,
                Form form);
    void sent(service::Watcher& watcher);
    void closed(service::Watcher& watcher);
    /// Something may be new: tells it, and has the sweep begin or go on.
    void told(const std::string& slug, HeldRace& race);
    /// Serves who was not served yet what is new, a few in a turn of the loop.
    void sweep(const std::string& slug);
    void take(const wire::LiveTopic& topic, wire::LiveFrame frame);

    /// A place for one who wants to watch it. Of what may be no race only a free one: else whoever
    /// asks for addresses that there are not would have races go that are live.
    HeldRace* place_for(const std::string& slug);
    bool has_place_for(const std::string& slug) const;
    void load_wanted();
    void load(const std::string& slug, HeldRace& race);
    void loaded(const std::string& slug, const RaceReading& reading);
    void compare();
    void compared(const LiveReader::Versions& versions);
    void gone(const std::string& slug);

    service::HttpServer& server_;
    Clocks clocks_;
    LiveReader reader_;
    LiveCounts counts_;
    HeldRaces races_;
    std::set<std::string> known_; ///< races that the database had at the last look
    service::Counter& dropped_;
    std::atomic<std::size_t> waiting_{0};
    bool is_comparing_ = false;
    Told told_;
    std::size_t most_sockets_ = std::numeric_limits<std::size_t>::max();
    std::unordered_map<const service::Watcher*, HeldRace*> race_of_;
};

} // namespace lanterne::web
