#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "service/http_server.hpp"
#include "service/log.hpp"
#include "web-api/live/race_channel.hpp"
#include "web-api/web_settings.hpp"

namespace lanterne::web {

/// The web server with all its routes: REST, live sockets, pages and files of the site, health and
/// metrics. The log outlives it.
class SiteServer {
public:
    /// Listens; serves from run() on. Throws std::runtime_error when it cannot listen.
    SiteServer(const WebSettings& settings, service::Log& log, Clocks clocks);
    ~SiteServer();

    std::uint16_t port() const;

    /// Everything that it answers, by method and pattern.
    std::vector<service::HttpServer::RouteName> routes() const;

    /// `told` is called on the loop's thread as often as the loop comes round to it, at most each
    /// second, and no more once this object goes. Before start().
    void tell_alive(std::function<void()> told);

    /// Serves on threads of its own, until this object goes: then what is under way is finished.
    void start();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::web
