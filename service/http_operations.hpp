#pragma once

#include <functional>
#include <string>
#include <vector>

#include "service/http_server.hpp"
#include "service/log.hpp"
#include "service/metrics.hpp"

namespace lanterne::service {

/// One thing that a program needs to be of use.
struct HealthPart {
    std::string name; ///< "database"
    bool is_well = false;
    std::string says; ///< for the person who looks, e.g. what is wrong
};

/// How it stands now. Called on the loop's thread: it reads what others have found out, and never
/// waits.
using HealthCheck = std::function<std::vector<HealthPart>()>;

/// Counts requests by route and class of status, their time, and what was refused by reason; logs
/// what handlers throw. Both outlive the server.
HttpWatch watch_with(Registry& registry, Log& log);

/// Adds what every server program has: GET /healthz (200 when every part is well, else 503, with
/// all parts as JSON) and GET /metrics (Prometheus text). Before the server runs; `registry`
/// outlives it.
void add_operations(HttpServer& server, Registry& registry, HealthCheck health);

} // namespace lanterne::service
