#include <gmock/gmock.h>

#include "service/http_server.hpp"
#include "tests/support/tcp_client.hpp"
#include "web-api/rest/cross_origin.hpp"
#include "web-api/rest/request_limit.hpp"

namespace lanterne::web {

namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A server with something for programs and something for people, behind the gates.
class Gates : public testing::Test {
protected:
    void serve(std::vector<std::string> origins, RequestRates rates = {}) {
        server_.add_gate(request_limit_gate(
            rates, [] { return RequestLimit::Time{std::chrono::hours{1}}; }, registry_));
        server_.add_gate(cross_origin_gate({.origins = std::move(origins), .trusted_proxies = {}}));
        for (const char* path : {"/api/v1/races", "/page", "/healthz"}) {
            server_.get(path, [](const service::HttpRequest&) {
                return service::HttpResponse{.body = "answer"};
            });
        }
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    std::string ask(const std::string& line, const std::string& fields = "") const {
        support::TcpClient client{port_};
        client.send(line + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n");
        EXPECT_TRUE(client.read_to_end());
        return client.received();
    }

    static constexpr const char* club = "Origin: https://club.example.org\r\n";
    static constexpr const char* stranger = "Origin: https://other.example.org\r\n";

    service::Registry registry_;
    service::HttpServer server_;
    std::uint16_t port_ = 0;
};

TEST_F(Gates, LetListedPagesReadWhatIsForPrograms) {
    serve({"https://club.example.org"});

    const auto answer = ask("GET /api/v1/races", club);

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Origin: https://club.example.org\r\n"));
    EXPECT_THAT(answer, HasSubstr("Vary: Origin\r\n"));
    EXPECT_THAT(ask("GET /api/v1/nothing", club), HasSubstr("Access-Control-Allow-Origin"))
        << "so that the page sees why";
    EXPECT_THAT(ask("GET /page", club), Not(HasSubstr("Access-Control")));
}

TEST_F(Gates, SayNothingToPagesThatAreNotListed) {
    serve({"https://club.example.org"});

    const auto answer = ask("GET /api/v1/races", stranger);

    EXPECT_THAT(answer, Not(HasSubstr("Access-Control")));
    EXPECT_THAT(answer, HasSubstr("Vary: Origin\r\n")) << "a cache must not give it to the others";
    EXPECT_THAT(ask("GET /api/v1/races"), HasSubstr("Vary: Origin\r\n"));
}

TEST_F(Gates, LetAllPagesReadWhenTheListSaysSo) {
    serve({"*"});

    const auto answer = ask("GET /api/v1/races", stranger);

    EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Origin: *\r\n"));
    EXPECT_THAT(answer, Not(HasSubstr("Vary: Origin")));
}

TEST_F(Gates, AreSilentWithoutAList) {
    serve({});

    EXPECT_THAT(ask("GET /api/v1/races", club), Not(HasSubstr("Access-Control")));
    EXPECT_THAT(
        ask("OPTIONS /api/v1/races", std::string{club} + "Access-Control-Request-Method: GET\r\n"),
        StartsWith("HTTP/1.1 405 "));
}

TEST_F(Gates, AnswerAPreflightForReadingAlone) {
    serve({"https://club.example.org"});
    const auto preflight = [&](const std::string& origin, const char* method) {
        return ask("OPTIONS /api/v1/races",
                   origin + "Access-Control-Request-Method: " + method + "\r\n");
    };

    const auto allowed = preflight(club, "GET");

    EXPECT_THAT(allowed, StartsWith("HTTP/1.1 204 "));
    EXPECT_THAT(allowed, HasSubstr("Access-Control-Allow-Methods: GET, HEAD\r\n"));
    EXPECT_THAT(allowed, HasSubstr("Access-Control-Allow-Origin: https://club.example.org\r\n"));
    EXPECT_THAT(preflight(club, "POST"), StartsWith("HTTP/1.1 403 "));
    EXPECT_THAT(preflight(stranger, "GET"), StartsWith("HTTP/1.1 403 "));
    EXPECT_THAT(ask("OPTIONS /page", std::string{club} + "Access-Control-Request-Method: GET\r\n"),
                StartsWith("HTTP/1.1 405 "));
}

TEST_F(Gates, RefuseWhoAsksTooOftenAndSayWhenToComeBack) {
    serve({"*"}, {.per_second = 0.5, .burst = 2});

    EXPECT_THAT(ask("GET /page"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(ask("GET /nothing"), StartsWith("HTTP/1.1 404 "));
    const auto refused = ask("GET /api/v1/races");

    EXPECT_THAT(refused, StartsWith("HTTP/1.1 429 "));
    EXPECT_THAT(refused, HasSubstr("Retry-After: 2\r\n"));
    EXPECT_THAT(refused, HasSubstr("Content-Type: application/problem+json\r\n"));
    EXPECT_THAT(refused, HasSubstr("Access-Control-Allow-Origin: *\r\n"));
    EXPECT_THAT(ask("GET /healthz"), StartsWith("HTTP/1.1 200 ")) << "whoever watches over us";
    EXPECT_THAT(registry_.render(), HasSubstr("http_rate_limited_total 1\n"));
}

} // namespace

} // namespace lanterne::web
