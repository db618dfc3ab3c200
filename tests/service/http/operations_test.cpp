#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "service/http_operations.hpp"

namespace lanterne::service {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Operations, SayTheTruthAboutHealth) {
    Registry registry;
    std::atomic<bool> broker_is_well{false};
    HttpServer server;
    add_operations(server, registry, [&]() -> std::vector<HealthPart> {
        return {{"database", true, "connected"}, {"broker", broker_is_well, "\"away\""}};
    });
    const std::string url =
        "http://127.0.0.1:" + std::to_string(server.listen("127.0.0.1", 0)) + "/healthz";
    server.start();

    const auto ill = http_get(url, 10s);
    broker_is_well = true;
    const auto well = http_get(url, 10s);

    EXPECT_EQ(ill->status, 503);
    EXPECT_THAT(ill->body, HasSubstr(R"("broker":{"well":false,"says":"\"away\""})"));
    EXPECT_EQ(well->status, 200);
    EXPECT_THAT(well->body, HasSubstr(R"("status":"ok")"));
}

TEST(Operations, CountRequestsByRouteAndNotByPath) {
    Registry registry;
    Log log{"test"};
    HttpServer server{{}, watch_with(registry, log)};
    server.get("/r/:slug", [](const HttpRequest&) { return HttpResponse{.body = "x"}; });
    add_operations(server, registry, [] { return std::vector<HealthPart>{}; });
    const std::string url = "http://127.0.0.1:" + std::to_string(server.listen("127.0.0.1", 0));
    server.start();

    EXPECT_EQ(http_get(url + "/r/one", 10s)->status, 200);
    EXPECT_EQ(http_get(url + "/r/two", 10s)->status, 200);
    EXPECT_EQ(http_get(url + "/nowhere", 10s)->status, 404);
    const auto metrics = http_get(url + "/metrics", 10s);

    EXPECT_THAT(metrics->body,
                HasSubstr("http_requests_total{route=\"/r/:slug\",status=\"2xx\"} 2"));
    EXPECT_THAT(metrics->body, HasSubstr("http_requests_total{route=\"(none)\",status=\"4xx\"} 1"));
    EXPECT_THAT(metrics->body, HasSubstr("http_connections 1"));
}

} // namespace

} // namespace lanterne::service
