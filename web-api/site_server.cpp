#include "web-api/site_server.hpp"

#include "service/http_operations.hpp"
#include "service/http_server.hpp"
#include "web-api/race_page/page_routes.hpp"
#include "web-api/races/race_library.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/rest/database_pool.hpp"
#include "web-api/results/result_routes.hpp"
#include "web-api/units/unit_routes.hpp"

namespace lanterne::web {

namespace {

/// Within it /healthz notices that the database came or went.
constexpr std::chrono::seconds look_at_database_each{5};

} // namespace

struct SiteServer::State {
    State(const WebSettings& settings, service::Log& log, WallClock the_wall)
        : wall{std::move(the_wall)}, pool{settings.conninfo},
          server{{}, service::watch_with(registry, log)} {
        add_race_routes(server, pool, library, wall);
        add_result_routes(server, pool, wall);
        add_unit_routes(server, pool, wall);
        add_page_routes(server, pool, library, wall, find_assets(settings.site_folder));
        server.files("/assets/", settings.site_folder);
        service::add_operations(server, registry, [this] { return health(); });
        server.call_every(look_at_database_each, [this] { server.on_worker([this] { look(); }); });
        server.on_worker([this] { look(); });
    }

    /// On a worker.
    void look() {
        try {
            pool.use([](database::Connection& connection) { connection.execute("SELECT 1"); });
        } catch (const database::ConnectionLost&) {
            return; // the pool knows, and health() says so
        }
    }

    std::vector<service::HealthPart> health() const {
        const bool has_database = pool.is_well();
        return {{"database", has_database, has_database ? "answers" : "does not answer"}};
    }

    WallClock wall;
    service::Registry registry;
    DatabasePool pool;
    RaceLibrary library;
    std::uint16_t port = 0;
    service::HttpServer server; ///< last: its threads use what stands above
};

SiteServer::SiteServer(const WebSettings& settings, service::Log& log, WallClock wall)
    : state_{std::make_unique<State>(settings, log, std::move(wall))} {
    state_->port = state_->server.listen(settings.http_address, settings.http_port);
}

SiteServer::~SiteServer() = default;

std::uint16_t SiteServer::port() const { return state_->port; }

void SiteServer::start() { state_->server.start(); }

void SiteServer::stop() { state_->server.stop(); }

} // namespace lanterne::web
