#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/http_server.hpp"
#include "service/log.hpp"
#include "web-api/rest/answer_cache.hpp"
#include "web-api/rest/clock.hpp"
#include "web-api/rest/database_pool.hpp"
#include "web-api/rest/race_editions.hpp"

namespace lanterne::web {

/// What a route does with names in the query that it does not know.
enum class OtherNames {
    refused, ///< 400: a mistyped name must not look like an answer to it
    ignored, ///< pages: what others append to an address, and what scripts read from it
};

struct RouteRule {
    Kept kept = Kept::a_second;
    std::vector<std::string_view> query = {}; ///< the names that it knows; each at most once
    OtherNames others = OtherNames::refused;
};

/// A 400 when the query of a request is not as the rule has it.
std::optional<service::HttpResponse> fault_in_query(const service::HttpRequest& request,
                                                    const RouteRule& rule);

/// GET routes that read the database and answer everybody alike, through one cache: an answer
/// follows from path and known query alone, for the reader is given nothing else of the request.
/// All may be kept for a second by caches outside, unless they say otherwise.
///
/// Everything happens on the server's loop but the reading, which is done by its workers. Server,
/// pool, registry and log outlive this; the server has shut down before it goes.
class PublicRoutes {
public:
    struct Parts {
        service::HttpServer& server;
        DatabasePool& pool;
        service::Registry& registry;
        service::Log& log;
    };

    struct Clocks {
        WallClock wall;
        std::function<std::chrono::steady_clock::time_point()> steady =
            std::chrono::steady_clock::now;
    };

    /// Before the server runs.
    PublicRoutes(const Parts& parts, Clocks clocks, AnswerCache::Limits limits = {});
    PublicRoutes(const PublicRoutes&) = delete;
    PublicRoutes& operator=(const PublicRoutes&) = delete;

    /// `reader` runs on any worker. Where the pattern has ":slug", that is the race it reads.
    void get(std::string_view pattern, RouteRule rule, DatabaseHandler reader);

    const WallClock& wall() const { return clocks_.wall; }

    DatabasePool& pool() { return parts_.pool; }

    service::HttpServer& server() { return parts_.server; }

private:
    struct Route;
    struct Reading;

    void serve(const std::shared_ptr<const Route>& route, const service::HttpRequest& request,
               AnswerCache::Give give);
    void read(const std::shared_ptr<Reading>& reading);
    void finish(const Reading& reading);
    void look_for_changes();

    Parts parts_;
    Clocks clocks_;
    AnswerCache cache_;
    RaceEditions editions_;
    service::Counter& looks_;
    bool is_looking_ = false;
};

} // namespace lanterne::web
