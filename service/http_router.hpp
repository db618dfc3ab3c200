#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/http.hpp"
#include "service/http_server.hpp"
#include "service/http_target.hpp"
#include "service/watcher.hpp"

namespace lanterne::service {

enum class WatchKind { websocket, event_stream };

/// A route that does not answer but goes on pushing.
struct WatchRoute {
    WatchKind kind = WatchKind::websocket;
    WatchHandler handler;
};

/// Which handler answers which path. Filled before the server runs, only read after.
class HttpRouter {
public:
    struct Route {
        std::string method;
        std::string pattern;
        std::vector<std::string> segments; ///< ":name" stands for any one segment
        HttpHandler handler;               ///< empty for watchers, and with `later`
        HttpLaterHandler later;            ///< in place of `handler`
        std::optional<WatchRoute> watch;
        RouteOptions options;
    };

    /// Throws std::invalid_argument for a pattern that does not begin with '/', or that is there
    /// already.
    void add(Route route);

    struct Match {
        const Route* route = nullptr;
        std::map<std::string, std::string> parameters;
        std::string allowed; ///< methods of this path, when none has the asked one
    };

    /// A literal segment goes before a parameter; HEAD finds GET.
    Match find(std::string_view method, const HttpTarget& target) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
};

} // namespace lanterne::service
