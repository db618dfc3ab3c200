#include "service/http_operations.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "service/json_text.hpp"

namespace lanterne::service {

namespace {

/// Of answers by route and class of status. On the loop's thread; a counter's name is put together
/// once, not for every request.
class AnswerCounts {
public:
    explicit AnswerCounts(Registry& registry) : registry_{registry} {}

    Counter& of(std::string_view route, int status) {
        const int status_class = std::clamp(status / 100, 0, classes - 1);
        auto found = by_route_.find(route);
        if (found == by_route_.end()) {
            found = by_route_.emplace(route, OfRoute{}).first;
        }
        Counter*& counter = found->second.at(static_cast<std::size_t>(status_class));
        if (counter == nullptr) {
            counter = &registry_.counter(
                "http_requests_total", "Requests answered, by route and class of status.",
                {{"route", std::string{route}}, {"status", fmt::format("{}xx", status_class)}});
        }
        return *counter;
    }

private:
    static constexpr int classes = 6;
    using OfRoute = std::array<Counter*, classes>;

    Registry& registry_;
    std::map<std::string, OfRoute, std::less<>> by_route_; ///< as many as there are routes
};

HttpResponse healthz(const std::vector<HealthPart>& parts) {
    const bool all_well = std::ranges::all_of(parts, &HealthPart::is_well);
    std::string body = fmt::format(R"({{"status":"{}","parts":{{)", all_well ? "ok" : "failing");
    std::string_view separator;
    for (const HealthPart& part : parts) {
        body += fmt::format(R"({}{}:{{"well":{},"says":{}}})", separator, json_text(part.name),
                            part.is_well, json_text(part.says));
        separator = ",";
    }
    HttpResponse response = json_response(body + "}}\n");
    response.status = all_well ? 200 : 503;
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

} // namespace

HttpWatch watch_with(Registry& registry, Log& log) {
    HttpWatch watch;
    auto& seconds = registry.histogram("http_request_seconds",
                                       "From a request's head to the last byte of its answer.",
                                       {0.001, 0.005, 0.02, 0.1, 0.5, 2.0});
    const auto answers = std::make_shared<AnswerCounts>(registry);
    watch.answered = [answers, &seconds](const HttpAccess& access) {
        answers->of(access.route, access.status).add();
        seconds.observe(std::chrono::duration<double>(access.took).count());
    };
    watch.refused = [&registry](std::string_view reason) {
        registry
            .counter("http_refused_total",
                     "Connections, requests and watchers turned away or cut, by reason.",
                     {{"reason", std::string{reason}}})
            .add();
    };
    watch.failed = [&registry, &log](std::string_view route, std::string_view what) {
        registry
            .counter("http_handler_failures_total", "Handlers that threw, by route.",
                     {{"route", std::string{route}}})
            .add();
        log.error("a handler failed", {{"route", route}, {"what", what}});
    };
    return watch;
}

void add_operations(HttpServer& server, Registry& registry, HealthCheck health) {
    server.get("/healthz",
               [health = std::move(health)](const HttpRequest&) { return healthz(health()); },
               {.runs_on = RunsOn::loop});
    auto& connections = registry.gauge("http_connections", "Connections open now.");
    auto& websockets = registry.gauge("http_websockets", "WebSockets open now.");
    auto& event_streams = registry.gauge("http_event_streams", "Event streams open now.");
    server.get("/metrics",
               [&](const HttpRequest&) {
                   connections.set(static_cast<double>(server.connections()));
                   websockets.set(static_cast<double>(server.websockets()));
                   event_streams.set(static_cast<double>(server.event_streams()));
                   HttpResponse response;
                   response.content_type = Registry::content_type;
                   response.body = registry.render();
                   return response;
               },
               {.runs_on = RunsOn::loop});
}

} // namespace lanterne::service
