#include <algorithm>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "service/http_server.hpp"
#include "tests/support/tcp_client.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

namespace {

using namespace std::chrono_literals;
using support::TcpClient;

/// A server with routes that answer when they like to.
class Later : public testing::Test {
protected:
    Later() {
        server_.get_later("/now", [](const auto&, const HttpAnswer& answer) {
            answer({.body = "now"});
            answer({.body = "and again"});
        });
        server_.get_later("/held/:name", [this](const auto& request, HttpAnswer answer) {
            const std::lock_guard lock{mutex_};
            held_.push_back({request, std::move(answer)});
        });
        server_.get_later("/dropped", [](const auto&, const HttpAnswer&) {});
        server_.get_later("/broken",
                          [](const auto&, const HttpAnswer&) { throw std::runtime_error{"no"}; });
        server_.post("/posted", [](const HttpRequest&) { return HttpResponse{.body = "posted"}; });
        server_.add_gate({.refuse = [](const HttpRequest& request) -> std::optional<HttpResponse> {
                              if (request.query.contains("refuse")) {
                                  return problem(429, "Too many", "fewer would be right");
                              }
                              return std::nullopt;
                          },
                          .finish = nullptr});
        server_.add_gate(
            {.refuse = nullptr, .finish = [](const HttpRequest& request, HttpResponse& response) {
                 response.headers.emplace_back("X-Path", request.path);
             }});
        port_ = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    ~Later() override {
        server_.shut_down();
        held_.clear(); // before the loop that they would answer on
    }

    struct Held {
        std::shared_ptr<const HttpRequest> request;
        HttpAnswer answer;
    };

    std::vector<Held> wait_for_held(std::size_t count) {
        EXPECT_TRUE(support::wait_until([&] {
            const std::lock_guard lock{mutex_};
            return held_.size() == count;
        }));
        const std::lock_guard lock{mutex_};
        return std::exchange(held_, {});
    }

    HttpReply get(const std::string& target) {
        return http_get("http://127.0.0.1:" + std::to_string(port_) + target, 30s).value();
    }

    std::mutex mutex_;
    HttpServer server_;
    std::vector<Held> held_;
    std::uint16_t port_ = 0;
};

TEST_F(Later, AnswersAtOnceAndOnlyOnce) { EXPECT_EQ(get("/now").body, "now"); }

TEST_F(Later, HoldsMoreRequestsThanThereAreWorkersAndAnswersThemFromAnyThread) {
    std::vector<TcpClient> clients;
    for (int n = 0; n < 20; ++n) {
        clients.emplace_back(port_);
        clients.back().send("GET /held/" + std::to_string(n) +
                            " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    const auto held = wait_for_held(clients.size());
    std::thread other{[&] {
        for (const Held& one : held) {
            one.answer({.body = "held " + one.request->parameters.at("name")});
        }
    }};
    other.join();

    for (int n = 0; n < 20; ++n) {
        EXPECT_TRUE(clients[static_cast<std::size_t>(n)].read_until("held " + std::to_string(n)));
    }
}

TEST_F(Later, SaysThatSomethingWentWrongWhenNobodyAnswers) {
    EXPECT_EQ(get("/dropped").status, 500);
    EXPECT_EQ(get("/broken").status, 500);
}

TEST_F(Later, OutlivesAClientThatDidNotWait) {
    auto client = std::make_unique<TcpClient>(port_);
    client->send("GET /held/1 HTTP/1.1\r\nHost: a\r\n\r\n");
    auto held = wait_for_held(1);

    client.reset();
    held.front().answer({.body = "too late"});
    held.clear();

    EXPECT_EQ(get("/now").body, "now");
}

TEST_F(Later, PassesGatesBeforeEveryRouteAndBehindEveryAnswer) {
    EXPECT_EQ(get("/now?refuse").status, 429);
    EXPECT_EQ(get("/nowhere?refuse").status, 429);
    EXPECT_EQ(get("/now?refuse").headers.at("x-path"), "/now");
    EXPECT_EQ(get("/now").headers.at("x-path"), "/now");
    EXPECT_EQ(get("/nowhere").headers.at("x-path"), "/nowhere");
    EXPECT_EQ(get("/posted").headers.at("x-path"), "/posted") << "405";
}

TEST_F(Later, NamesItsRoutes) {
    std::vector<std::string> names;
    for (const auto& [method, pattern] : server_.routes()) {
        names.push_back(method + ' ' + pattern);
    }

    EXPECT_EQ(std::ranges::count(names, "GET /held/:name"), 1);
    EXPECT_EQ(std::ranges::count(names, "POST /posted"), 1);
}

} // namespace

} // namespace lanterne::service
