#pragma once

#include <map>
#include <memory>
#include <string>

#include "service/http_server.hpp"
#include "service/log.hpp"
#include "service/metrics.hpp"
#include "web-api/live/live_hub.hpp"
#include "web-api/rest/database_pool.hpp"
#include "web-api/tiles/recent_tiles.hpp"
#include "web-api/tiles/tile_folder.hpp"
#include "web-api/tiles/tile_lease.hpp"
#include "web-api/tiles/tile_maker.hpp"
#include "web-api/tiles/tile_settings.hpp"

namespace lanterne::web {

/// The live stream as files for caches, and the replay of a race:
///   /live/:slug/head                           where the stream stands (max-age=1)
///   /live/:slug/tiles/:generation/:kind/:n     a tile (immutable); 404 with max-age=1 until it is
/// Cuts what the hub tells, on the server's loop; files are written and read on its workers, by the
/// one process of several that has the race's lease.
/// Server, hub, pool and log outlive it; the server has shut down before it goes.
class TileDesk {
public:
    static constexpr std::chrono::seconds ask_each{2};         ///< for leases and generations
    static constexpr std::chrono::seconds back_to_sockets{30}; ///< over which spectators spread

    TileDesk(service::HttpServer& server, LiveHub& hub, DatabasePool& pool,
             const std::string& conninfo, TileSettings settings, service::Registry& registry,
             service::Log& log);
    TileDesk(const TileDesk&) = delete;
    TileDesk& operator=(const TileDesk&) = delete;

private:
    struct Race {
        TileMaker maker;
        RecentTiles recent;
        TileRight right{.generation = 0}; ///< 0: not known yet
        std::optional<std::uint64_t> first_keyframe;
        std::uint64_t last_keyframe = 0;
        int clearings = 0; ///< times that older generations still have to be removed
    };

    struct Asked {
        TileSet set;
        TileKind kind = TileKind::delta;
        std::uint64_t number = 0;
    };

    void take(const std::string& slug, RaceChannel& race, const NewMessage& message);
    void keep(const std::string& slug, Race& race, Tile tile);
    void write(const std::string& slug, std::int32_t generation,
               std::deque<RecentTiles::Kept> tiles);
    void ask_leases();
    void take_rights(const std::map<std::string, TileRight>& rights);
    /// Removes what lies in the folder of generations before the present one, when the one that was
    /// known is another: this process wrote the old ones until it heard of the new.
    void clear_before(const std::string& slug, Race& race, std::int32_t known);
    void forget(const std::set<std::string>& races);
    void answer_tile(const service::HttpRequest& request, service::HttpAnswer answer);
    void answer_head(const std::shared_ptr<const service::HttpRequest>& request,
                     service::HttpAnswer answer);
    void find_tile(Asked asked, service::HttpAnswer answer);
    /// Reads the race's generation on a worker and goes on there; 404 when there is no such race.
    void with_generation(const Slug& race, service::HttpAnswer answer,
                         std::function<void(std::int32_t)> go_on);
    /// Of a race that is live; nothing: none of its tiles is complete.
    std::optional<TileSpan> live_span(const std::string& slug) const;
    service::HttpResponse head(std::int32_t generation, const std::optional<TileSpan>& span) const;

    service::HttpServer& server_;
    LiveHub& hub_;
    DatabasePool& pool_;
    TileSettings settings_;
    TileFolder folder_;
    std::shared_ptr<TileLease> lease_; ///< of the worker that asks
    service::Log& log_;
    service::Counter& written_;
    service::Counter& failed_;
    std::map<std::string, Race> races_;
    bool is_asking_ = false;
};

} // namespace lanterne::web
