#include "web-api/site_server.hpp"

#include <chrono>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "service/http_operations.hpp"
#include "service/http_server.hpp"
#include "web-api/entries/entry_routes.hpp"
#include "web-api/events/event_routes.hpp"
#include "web-api/live/live_feed.hpp"
#include "web-api/live/live_hub.hpp"
#include "web-api/openapi/document.hpp"
#include "web-api/race_page/map_data.hpp"
#include "web-api/race_page/page_routes.hpp"
#include "web-api/races/race_library.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/rest/cross_origin.hpp"
#include "web-api/rest/database_pool.hpp"
#include "web-api/rest/public_routes.hpp"
#include "web-api/rest/request_limit.hpp"
#include "web-api/results/result_routes.hpp"
#include "web-api/tiles/tile_desk.hpp"
#include "web-api/units/unit_routes.hpp"

namespace lanterne::web {

namespace {

constexpr std::chrono::seconds between_signs_of_life{1};

/// Two servers of one name would throw each other off the broker, again and again.
std::string unique_client_id() {
    std::random_device random;
    return fmt::format("web-{:08x}{:08x}", random(), random());
}

service::MqttSettings broker_of(const WebSettings& settings) {
    return {.host = settings.broker_host,
            .port = settings.broker_port,
            .client_id = unique_client_id(),
            .user = settings.broker_user,
            .password = settings.broker_password};
}

} // namespace

struct SiteServer::State {
    State(const WebSettings& settings, service::Log& the_log, Clocks the_clocks)
        : broker{broker_of(settings)}, log{the_log}, clocks{std::move(the_clocks)},
          pool{settings.conninfo},
          server{settings.http_limits, service::watch_with(registry, log), settings.http_policy},
          routes{{.server = server, .pool = pool, .registry = registry, .log = log},
                 {.wall = clocks.wall, .steady = clocks.steady}},
          hub{server, pool, library, clocks, registry, log},
          tiles{server, hub, pool, settings.conninfo, settings.tiles, registry, log} {
        server.add_gate(request_limit_gate(settings.request_rates, clocks.steady, registry));
        server.add_gate(cross_origin_gate(settings.http_policy));
        add_race_routes(routes, library);
        add_result_routes(routes, library);
        add_entry_routes(routes, library);
        add_event_routes(routes);
        add_unit_routes(routes);
        add_openapi_route(server);
        add_land_route(routes);
        add_page_routes(routes, library, find_assets(settings.site_folder), settings.basemaps);
        add_basemap_routes(server, settings.basemaps);
        server.files("/assets/", settings.site_folder);
        service::add_operations(server, registry, [this] { return health(); });
    }

    /// Whoever the threads call must outlive them.
    ~State() { server.shut_down(); }

    State(const State&) = delete;
    State& operator=(const State&) = delete;

    std::vector<service::HealthPart> health() const {
        const bool has_database = pool.is_well();
        const bool has_broker = feed && feed->is_connected();
        return {{"database", has_database, has_database ? "answers" : "does not answer"},
                {"broker", has_broker, has_broker ? "connected" : "away"}};
    }

    service::MqttSettings broker;
    service::Log& log;
    Clocks clocks;
    service::Registry registry;
    DatabasePool pool;
    RaceLibrary library;
    std::uint16_t port = 0;
    service::HttpServer server;
    PublicRoutes routes;
    LiveHub hub;
    TileDesk tiles;
    std::unique_ptr<LiveFeed> feed;
};

SiteServer::SiteServer(const WebSettings& settings, service::Log& log, Clocks clocks)
    : state_{std::make_unique<State>(settings, log, std::move(clocks))} {
    state_->port = state_->server.listen(settings.http_address, settings.http_port);
}

SiteServer::~SiteServer() = default;

std::uint16_t SiteServer::port() const { return state_->port; }

std::vector<service::HttpServer::RouteName> SiteServer::routes() const {
    return state_->server.routes();
}

void SiteServer::tell_alive(std::function<void()> told) {
    state_->server.call_every(between_signs_of_life, std::move(told));
}

void SiteServer::start() {
    state_->feed =
        std::make_unique<LiveFeed>(state_->broker, state_->hub, state_->registry, state_->log);
    state_->server.start();
}

} // namespace lanterne::web
