#include <atomic>
#include <mutex>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using database::Connection;
using service::HttpRequest;
using support::TcpClient;
using support::wait_until;

/// A few routes over a real database, on a clock that stands still unless a test moves it.
class Routes : public testing::Test {
protected:
    Routes() {
        Connection{conninfo_}.run_script(
            "INSERT INTO plan.race (slug, name, time_zone, starts_at) "
            "VALUES ('sprint', 'Sprint', 'UTC', '2026-06-14T07:00:00Z')");
        const auto reader = [this](Connection&, const HttpRequest& request) {
            std::string said = "read " + std::to_string(++readings_);
            for (const auto& [name, value] : request.query) {
                said.append(" ").append(name).append("=").append(value);
            }
            return service::HttpResponse{.body = said};
        };
        routes_.get("/plain", {.query = {"a", "b"}}, reader);
        routes_.get("/page", {.query = {"a"}, .others = OtherNames::ignored}, reader);
        routes_.get("/races/:slug", {.kept = Kept::while_unchanged}, reader);
        routes_.get("/held", {}, [this](Connection&, const HttpRequest&) {
            ++readings_;
            EXPECT_TRUE(wait_until([this] { return released_.load(); }));
            return service::HttpResponse{.body = "held"};
        });
        routes_.get("/long", {}, [this](Connection&, const HttpRequest&) {
            ++readings_;
            return service::json_response('"' + std::string(5'000, 'x') + '"');
        });
        routes_.get("/broken", {}, [](Connection&, const HttpRequest&) -> service::HttpResponse {
            throw std::runtime_error{"no"};
        });
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    ~Routes() override { server_.shut_down(); }

    service::HttpReply get(const std::string& target) {
        return service::http_get("http://127.0.0.1:" + std::to_string(port_) + target, 30s).value();
    }

    /// One that began after this was called: the one under way may have begun before.
    void wait_for_a_look() {
        auto& looks = registry_.counter("http_cache_looks_total",
                                        "Times that the database said which races changed.");
        const auto before = looks.value();
        ASSERT_TRUE(wait_until([&] { return looks.value() >= before + 2; }));
    }

    support::PrivatePostgres& postgres_ = support::shared_postgres();
    std::string conninfo_ = postgres_.fresh_database();
    DatabasePool pool_{conninfo_};
    service::Registry registry_;
    service::Log log_{"test", service::LogLevel::error};
    std::atomic<int> readings_{0};
    std::atomic<bool> released_{false};
    std::atomic<std::int64_t> now_ms_{0};
    std::uint16_t port_ = 0;
    service::HttpServer server_;
    PublicRoutes routes_{{.server = server_, .pool = pool_, .registry = registry_, .log = log_},
                         {.wall = nullptr, .steady = [this] {
                              return std::chrono::steady_clock::time_point{
                                  std::chrono::milliseconds{now_ms_}};
                          }}};
};

TEST_F(Routes, ReadOnceForACrowdThatAsksAtTheSameTimeAndLetOthersPass) {
    std::vector<TcpClient> crowd;
    for (int n = 0; n < 50; ++n) {
        crowd.emplace_back(port_);
        crowd.back().send("GET /held HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }
    ASSERT_TRUE(wait_until([&] { return readings_ == 1; }));

    EXPECT_EQ(get("/plain").body, "read 2") << "the other worker is free";
    released_ = true;

    for (TcpClient& one : crowd) {
        EXPECT_TRUE(one.read_until("\r\n\r\nheld"));
    }
    EXPECT_EQ(readings_, 2);
}

TEST_F(Routes, TakeTheSameQueryInAnyOrderForTheSame) {
    EXPECT_EQ(get("/plain?a=1&b=2").body, "read 1 a=1 b=2");
    EXPECT_EQ(get("/plain?b=2&a=1").body, "read 1 a=1 b=2");
    EXPECT_EQ(get("/plain?b=2&a=%31").body, "read 1 a=1 b=2");
    EXPECT_EQ(get("/plain?b=1&a=2").body, "read 2 a=2 b=1");
}

TEST_F(Routes, RefuseAParameterThatTheyDoNotKnowOrThatIsThereTwice) {
    const auto unknown = get("/plain?c=1");

    EXPECT_EQ(unknown.status, 400);
    EXPECT_EQ(unknown.headers.at("content-type"), "application/problem+json");
    EXPECT_NE(unknown.body.find("c is none here; a, b would be right"), std::string::npos);
    EXPECT_EQ(get("/plain?a=1&a=2").status, 400);
    EXPECT_EQ(get("/plain?a=" + std::string(201, 'x')).status, 400);
    EXPECT_EQ(readings_, 0);
}

TEST_F(Routes, OfPagesPassOverWhatOthersAppendToTheirAddress) {
    EXPECT_EQ(get("/page?from=elsewhere").body, "read 1");
    EXPECT_EQ(get("/page?campaign=7").body, "read 1");
    EXPECT_EQ(get("/page?a=1&campaign=7").body, "read 2 a=1");
}

TEST_F(Routes, AnswerFromTheCacheWithoutAWorkerAndReadAgainAfterASecond) {
    const auto first = get("/plain");
    EXPECT_EQ(first.headers.at("cache-control"), "public, max-age=1");
    postgres_.freeze();

    EXPECT_EQ(get("/plain").body, "read 1");
    EXPECT_EQ(get("/plain").headers.at("etag"), first.headers.at("etag"));
    postgres_.thaw();
    now_ms_ = 1'000;

    EXPECT_EQ(get("/plain").body, "read 2");
}

TEST_F(Routes, SayThatNothingIsNewToWhoHasItAlready) {
    const std::string tag = get("/plain").headers.at("etag");
    TcpClient client{port_};

    client.send("GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\nIf-None-Match: " + tag +
                "\r\n\r\n");

    ASSERT_TRUE(client.read_to_end());
    EXPECT_TRUE(client.received().starts_with("HTTP/1.1 304 ")) << client.received();
    EXPECT_TRUE(client.received().ends_with("\r\n\r\n"));
}

TEST_F(Routes, KeepLongTextInBothForms) {
    const auto ask = [&](const std::string& fields) {
        TcpClient client{port_};
        client.send("GET /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n");
        EXPECT_TRUE(client.read_to_end());
        return client.received();
    };

    const std::string gzipped = ask("Accept-Encoding: gzip\r\n");
    const std::string plain = ask("");

    EXPECT_THAT(gzipped, testing::HasSubstr("Content-Encoding: gzip\r\n"));
    EXPECT_THAT(gzipped, testing::HasSubstr("Vary: Accept-Encoding\r\n"));
    EXPECT_LT(gzipped.size(), 1'000U);
    EXPECT_THAT(plain, testing::Not(testing::HasSubstr("Content-Encoding")));
    EXPECT_GT(plain.size(), 5'000U);
    EXPECT_EQ(readings_, 1);
    EXPECT_THAT(
        ask("Accept-Encoding: gzip\r\nIf-None-Match: " + get("/long").headers.at("etag") + "\r\n"),
        testing::StartsWith("HTTP/1.1 304 "));
}

TEST_F(Routes, ReadARaceAgainWhenItChangedAndNotBefore) {
    EXPECT_EQ(get("/races/sprint").body, "read 1");
    now_ms_ = 1'000;
    wait_for_a_look();
    EXPECT_EQ(get("/races/sprint").body, "read 2") << "nobody knew what the first was made from";
    now_ms_ = 2'000;
    wait_for_a_look();
    EXPECT_EQ(get("/races/sprint").body, "read 2") << "nothing changed";

    Connection{conninfo_}.run_script("UPDATE plan.race SET revision = revision + 1");
    wait_for_a_look();

    EXPECT_EQ(get("/races/sprint").body, "read 3") << "though no time went by";
}

TEST_F(Routes, ReadARaceAgainWhenTheStoreWasRestoredThoughItsVersionsAreTheSame) {
    EXPECT_EQ(get("/races/sprint").body, "read 1");
    now_ms_ = 1'000;
    wait_for_a_look();
    EXPECT_EQ(get("/races/sprint").body, "read 2") << "nobody knew what the first was made from";
    wait_for_a_look();

    Connection{conninfo_}.run_script("UPDATE race.store SET store = store + 1");
    wait_for_a_look();

    EXPECT_EQ(get("/races/sprint").body, "read 3");
}

TEST_F(Routes, HideWhatAReaderThrewAndCountIt) {
    EXPECT_EQ(get("/broken").status, 500);
    EXPECT_EQ(get("/broken").status, 500);

    EXPECT_EQ(registry_
                  .counter("http_handler_failures_total", "Handlers that threw, by route.",
                           {{"route", "/broken"}})
                  .value(),
              2U)
        << "a failure is not kept";
}

TEST_F(Routes, SayThatTheDatabaseIsAwayAndReadAgainWhenItIsBack) {
    postgres_.kill9();
    const auto away = get("/plain");
    postgres_.start();

    EXPECT_EQ(away.status, 503);
    EXPECT_EQ(away.headers.at("retry-after"), "2");
    EXPECT_EQ(get("/plain").status, 200);
}

} // namespace

} // namespace lanterne::web
