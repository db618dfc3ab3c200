#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "service/log.hpp"
#include "service/metrics.hpp"
#include "web-api/rest/clock.hpp"
#include "web-api/web_settings.hpp"

namespace lanterne::web {

/// The web server with all its routes: REST, live sockets, pages and files of the site, health and
/// metrics. Log and clock outlive it.
class SiteServer {
public:
    /// Listens; serves from run() on. Throws std::runtime_error when it cannot listen.
    SiteServer(const WebSettings& settings, service::Log& log, WallClock wall);
    ~SiteServer();

    std::uint16_t port() const;

    /// Serves on threads of its own.
    void start();
    /// Finishes what is under way; at the end nothing runs any more.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::web
