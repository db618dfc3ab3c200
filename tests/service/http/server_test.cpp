#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "service/http_server.hpp"
#include "tests/support/hostile_requests.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

namespace {

using namespace std::chrono_literals;
using support::TcpClient;
using testing::HasSubstr;

constexpr std::size_t huge_bytes = 32'000'000; ///< more than sockets hold

/// A server on loopback with a few routes, and what it told its owner.
class Server : public testing::Test {
protected:
    void serve(HttpLimits limits = {}) {
        HttpWatch watch;
        watch.answered = [this](const HttpAccess& access) {
            const std::lock_guard lock{mutex_};
            routes_.emplace_back(access.route);
        };
        watch.refused = [this](std::string_view reason) {
            const std::lock_guard lock{mutex_};
            refusals_.emplace(reason);
            wake_.notify_all();
        };
        watch.failed = [this](std::string_view, std::string_view what) {
            const std::lock_guard lock{mutex_};
            failures_.emplace_back(what);
        };
        server_ = std::make_unique<HttpServer>(limits, std::move(watch));
        server_->get("/hello/:name", [](const HttpRequest& request) {
            return html_response("hello " + request.parameters.at("name"));
        });
        server_->post("/echo",
                      [](const HttpRequest& request) { return json_response(request.body); });
        server_->get("/broken", [](const HttpRequest&) -> HttpResponse {
            throw std::runtime_error{"the database said no"};
        });
        server_->get("/long",
                     [](const HttpRequest&) { return json_response(std::string(10'000, 'x')); });
        server_->get("/huge", [](const HttpRequest&) {
            return HttpResponse{.body = std::string(huge_bytes, 'h')};
        });
        server_->get("/split", [](const HttpRequest&) {
            HttpResponse response;
            response.headers.emplace_back("Location", "/\r\nX: y");
            return response;
        });
        server_->get("/held", [this](const HttpRequest&) {
            std::unique_lock lock{mutex_};
            ++held_;
            wake_.notify_all();
            wake_.wait(lock, [this] { return released_; });
            return HttpResponse{.body = "held"};
        });
        server_->get("/soon", [](const HttpRequest&) { return HttpResponse{.body = "soon"}; },
                     {.runs_on = RunsOn::loop});
        port_ = server_->listen("127.0.0.1", 0);
        server_->start();
    }

    void TearDown() override { release(); }

    void release() {
        const std::lock_guard lock{mutex_};
        released_ = true;
        wake_.notify_all();
    }

    void wait_until_held(int count) {
        std::unique_lock lock{mutex_};
        ASSERT_TRUE(wake_.wait_for(lock, support::patience, [&] { return held_ >= count; }));
    }

    /// The client can see the end of a connection before the server has counted it.
    bool was_refused_for(const std::string& reason) {
        std::unique_lock lock{mutex_};
        return wake_.wait_for(lock, support::patience, [&] { return refusals_.contains(reason); });
    }

    std::string url(const std::string& target) const {
        return "http://127.0.0.1:" + std::to_string(port_) + target;
    }

    /// Everything the server says to those bytes until it closes.
    std::string answer_to(std::string_view bytes) {
        TcpClient client{port_};
        client.send(bytes);
        EXPECT_TRUE(client.read_to_end());
        return client.received();
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::string> routes_;
    std::set<std::string> refusals_;
    std::vector<std::string> failures_;
    bool released_ = false;
    int held_ = 0;
    std::uint16_t port_ = 0;
    std::unique_ptr<HttpServer> server_; ///< last: its threads use what stands above
};

TEST_F(Server, AnswersAGetWithParametersAndSecurityHeaders) {
    serve();

    const auto reply = http_get(url("/hello/Zo%C3%AB"), 10s);

    ASSERT_TRUE(reply) << reply.error();
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "hello Zo\xC3\xAB");
    EXPECT_EQ(reply->headers.at("content-type"), "text/html; charset=utf-8");
    EXPECT_THAT(reply->headers.at("content-security-policy"), HasSubstr("default-src 'none'"));
    EXPECT_EQ(reply->headers.at("x-content-type-options"), "nosniff");
}

TEST_F(Server, AnswersHeadWithTheLengthAndNoContent) {
    serve();

    const std::string answer =
        answer_to("HEAD /hello/you HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    EXPECT_THAT(answer, HasSubstr("Content-Length: 9\r\n"));
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(Server, SaysWhatIsNotThereAndWhatIsNotAllowed) {
    serve();

    EXPECT_EQ(http_get(url("/nowhere"), 10s)->status, 404);
    EXPECT_EQ(http_get(url("/nowhere"), 10s)->headers.at("content-type"),
              "application/problem+json");
    const auto reply = http_get(url("/echo"), 10s);
    EXPECT_EQ(reply->status, 405);
    EXPECT_EQ(reply->headers.at("allow"), "POST");
}

TEST_F(Server, HidesWhatAHandlerThrewAndTellsItsOwner) {
    serve();

    const auto reply = http_get(url("/broken"), 10s);

    EXPECT_EQ(reply->status, 500);
    EXPECT_THAT(reply->body, testing::Not(HasSubstr("database")));
    const std::lock_guard lock{mutex_};
    EXPECT_THAT(failures_, testing::ElementsAre("the database said no"));
}

TEST_F(Server, NeverSendsAFieldThatBreaksOutOfItsLine) {
    serve();

    const auto reply = http_get(url("/split"), 10s);

    EXPECT_EQ(reply->status, 500);
    EXPECT_FALSE(reply->headers.contains("x"));
}

TEST_F(Server, ServesPipelinedRequestsOneAfterTheOther) {
    serve();

    const std::string answer =
        answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nfirst"
                  "GET /hello/second HTTP/1.1\r\nHost: a\r\n\r\n"
                  "GET /hello/third HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  "GET /hello/never HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_LT(answer.find("first"), answer.find("hello second"));
    EXPECT_LT(answer.find("hello second"), answer.find("hello third"));
    EXPECT_THAT(answer, testing::Not(HasSubstr("never")));
}

TEST_F(Server, ServesThousandsOfPipelinedRequestsWithoutBuildingUpAStack) {
    constexpr int requests = 5'000;
    serve();
    TcpClient client{port_};
    std::string bytes;
    for (int n = 0; n < requests; ++n) {
        bytes += "GET /soon HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    client.send(bytes + "GET /hello/last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    EXPECT_TRUE(client.read_to_end());
    EXPECT_TRUE(client.received().ends_with("hello last"));
    server_.reset();
    EXPECT_EQ(std::ranges::count(routes_, "/soon"), requests);
}

TEST_F(Server, SendsAllOfAnAnswerThatTheClientTakesInManyParts) {
    serve();

    const std::string answer =
        answer_to("GET /huge HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    const std::string_view content = std::string_view{answer}.substr(answer.find("\r\n\r\n") + 4);
    EXPECT_EQ(content.size(), huge_bytes);
    EXPECT_EQ(content.find_first_not_of('h'), std::string_view::npos);
}

TEST_F(Server, ClosesAfterARefusedRequestSoThatNothingBehindItCounts) {
    serve();

    const std::string answer =
        answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"
                  "GET /hello/smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_THAT(answer, HasSubstr("HTTP/1.1 400"));
    EXPECT_THAT(answer, testing::Not(HasSubstr("smuggled")));
    EXPECT_TRUE(was_refused_for("transfer_encoding"));
}

TEST_F(Server, ClosesAfterEachHostileRequestAndAnswersNothingBehindIt) {
    serve();
    for (const support::HostileRequest& request : support::hostile_requests()) {
        const std::string answer =
            answer_to(request.bytes + "GET /hello/smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

        EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(request.status)))
            << request.name << ": " << answer;
        EXPECT_THAT(answer, testing::Not(HasSubstr("smuggled"))) << request.name;
    }
}

TEST_F(Server, RefusesABodyAboveTheLimitBeforeItIsSent) {
    serve({.body_bytes = 10});

    EXPECT_THAT(answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n"),
                HasSubstr("HTTP/1.1 413"));
    EXPECT_THAT(answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                          "Content-Length: 10\r\n\r\n0123456789"),
                HasSubstr("HTTP/1.1 200"));
}

TEST_F(Server, InvitesABodyThatWaitsForIt) {
    serve();
    TcpClient client{port_};

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                "Connection: close\r\nContent-Length: 4\r\n\r\n");
    ASSERT_TRUE(client.read_until("100 Continue\r\n\r\n"));
    client.send("body");

    EXPECT_TRUE(client.read_to_end());
    EXPECT_TRUE(client.received().ends_with("\r\n\r\nbody"));
}

TEST_F(Server, ClosesWhenAHeadDoesNotComeInTime) {
    serve({.header_time = 200ms, .look = 50ms});
    TcpClient silent{port_};
    TcpClient slow{port_};

    slow.send("GET /hello/x HTTP/1.1\r\nHo");

    EXPECT_TRUE(slow.read_to_end());
    EXPECT_TRUE(silent.read_to_end());
    EXPECT_EQ(slow.received(), "");
    EXPECT_TRUE(was_refused_for("header_time"));
}

TEST_F(Server, GivesAHeadThatTricklesNoMoreTimeThanOneThatDoesNot) {
    serve({.header_time = 300ms, .look = 50ms});
    TcpClient client{port_};
    const auto began = std::chrono::steady_clock::now();

    client.send("GET / HTTP/1.1\r\n");
    while (!client.read_to_end(20ms)) {
        client.send("X");
    }

    EXPECT_LT(std::chrono::steady_clock::now() - began, support::patience);
}

TEST_F(Server, ClosesWhenABodyDoesNotComeInTime) {
    serve({.body_bytes = 500, .body_grace = 200ms, .look = 50ms});
    TcpClient client{port_};

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");

    EXPECT_TRUE(client.read_to_end());
    EXPECT_TRUE(was_refused_for("body_time"));
}

TEST_F(Server, ClosesAnIdleConnectionQuietly) {
    serve({.idle_time = 200ms, .look = 50ms});
    TcpClient client{port_};

    client.send("GET /soon HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_TRUE(client.read_to_end());
    EXPECT_THAT(client.received(), HasSubstr("200 OK"));
    server_.reset();
    EXPECT_FALSE(refusals_.contains("header_time"));
}

TEST_F(Server, GzipsLongTextsForWhoAcceptsThat) {
    serve();
    const auto ask = [&](const std::string& method, const std::string& fields) {
        return answer_to(method + " /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields +
                         "\r\n");
    };

    const std::string gzipped = ask("GET", "Accept-Encoding: gzip, br\r\n");
    const std::string plain = ask("GET", "");
    const std::string head = ask("HEAD", "Accept-Encoding: gzip\r\n");

    EXPECT_THAT(gzipped, HasSubstr("Content-Encoding: gzip\r\n"));
    EXPECT_LT(gzipped.size(), 1'000U);
    EXPECT_THAT(plain, HasSubstr("Vary: Accept-Encoding\r\n"));
    EXPECT_TRUE(plain.ends_with("\r\n\r\n" + std::string(10'000, 'x')));
    EXPECT_THAT(head, HasSubstr("Content-Length: 10000\r\n"));
    EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST_F(Server, TurnsAwayConnectionsAboveTheLimitOfAnAddress) {
    serve({.connections_per_address = 2});
    TcpClient first{port_};
    TcpClient second{port_};
    first.send("GET /soon HTTP/1.1\r\nHost: a\r\n\r\n");
    second.send("GET /soon HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(first.read_until("soon"));
    ASSERT_TRUE(second.read_until("soon"));

    TcpClient third{port_};

    EXPECT_TRUE(third.read_to_end());
    EXPECT_THAT(third.received(), HasSubstr("503"));
    EXPECT_TRUE(was_refused_for("connections_of_address"));
}

TEST_F(Server, TurnsAwayRequestsThatNoWorkerCanTakeAndAnswersTheRest) {
    serve({.waiting_requests = 1, .workers = 1});
    TcpClient running{port_};
    running.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    wait_until_held(1);
    TcpClient waiting{port_};
    waiting.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");

    // Two of the three at most can be running or waiting, in whatever order they arrive.
    TcpClient other{port_};
    other.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(was_refused_for("busy"));
    EXPECT_EQ(http_get(url("/soon"), 10s)->body, "soon");
    release();

    ASSERT_TRUE(running.read_until("\r\n\r\nheld"));
    ASSERT_TRUE(waiting.read_until("\r\n\r\n"));
    ASSERT_TRUE(other.read_until("\r\n\r\n"));
    const bool one_busy = (waiting.received().find("503") != std::string::npos) !=
                          (other.received().find("503") != std::string::npos);
    EXPECT_TRUE(one_busy);
}

TEST_F(Server, FinishesWhatIsUnderWayWhenItStops) {
    serve();
    TcpClient idle{port_};
    idle.send("GET /soon HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(idle.read_until("\r\n\r\nsoon"));
    TcpClient client{port_};
    client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    wait_until_held(1);

    server_->stop();
    EXPECT_TRUE(idle.read_to_end());
    release();

    EXPECT_TRUE(client.read_until("\r\n\r\nheld"));
    EXPECT_TRUE(client.read_to_end());
    EXPECT_THAT(client.received(), HasSubstr("Connection: close"));
}

TEST_F(Server, CallsBackOnItsLoop) {
    server_ = std::make_unique<HttpServer>();
    std::atomic<int> ticks{0};
    server_->call_every(5ms, [&] { ++ticks; });
    server_->on_loop([&] { ticks += 100; });

    server_->start();
    while (ticks < 103) {
        std::this_thread::yield();
    }

    EXPECT_GE(ticks, 103);
    server_.reset();
}

TEST_F(Server, SaysWhenItCannotListen) {
    serve();
    HttpServer second;

    EXPECT_THROW(second.listen("127.0.0.1", port_), std::runtime_error);
    EXPECT_THROW(second.listen("localhost", 0), std::runtime_error);
}

} // namespace

} // namespace lanterne::service
