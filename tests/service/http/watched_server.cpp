#include "tests/service/http/watched_server.hpp"

#include <algorithm>
#include <future>

#include <gtest/gtest.h>

#include "service/websocket_frame.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::service {

WatchedServer::WatchedServer(HttpLimits limits, HttpPolicy policy) {
    HttpWatch watch;
    watch.refused = [this](std::string_view reason) {
        const std::scoped_lock lock{mutex_};
        ++refused_[std::string{reason}];
    };
    server_ = std::make_unique<HttpServer>(limits, std::move(watch), std::move(policy));
    server_->websocket("/live/:slug", handler());
    server_->event_stream("/events/:slug", handler());
    port_ = server_->listen("127.0.0.1", 0);
    server_->start();
}

WatchedServer::~WatchedServer() {
    server_.reset();
    EXPECT_TRUE(watchers_.empty()) << "whoever was opened is told to be closed";
}

WatchHandler WatchedServer::handler() {
    return {.refuse = [](const HttpRequest& request) -> std::optional<HttpResponse> {
                if (request.parameters.at("slug") == "none") {
                    return problem(404, "No such race", "another would be right");
                }
                return std::nullopt;
            },
            .opened =
                [this](const HttpRequest& request, std::shared_ptr<Watcher> watcher) {
                    watchers_.push_back(std::move(watcher));
                    const std::scoped_lock lock{mutex_};
                    last_headers_ = request.headers;
                    ++opened_;
                },
            .sent = [this](Watcher&) { ++sent_; },
            .closed =
                [this](Watcher& watcher) {
                    std::erase_if(watchers_, [&](const auto& w) { return w.get() == &watcher; });
                    ++closed_;
                }};
}

BareWebSocket WatchedServer::join(support::ReceiveBuffer buffer, std::string_view fields) {
    const int before = opened_;
    BareWebSocket client{port_, "/live/race", fields, buffer};
    EXPECT_EQ(client.status(), 101) << client.answer();
    EXPECT_TRUE(support::wait_until([&] { return opened_ > before; }));
    return client;
}

std::vector<bool> WatchedServer::push(const std::string& bytes) {
    std::promise<std::vector<bool>> promise;
    server_->on_loop([&, shared = std::make_shared<const std::string>(bytes)] {
        std::vector<bool> taken;
        for (const auto& watcher : watchers_) {
            taken.push_back(watcher->send(shared));
        }
        promise.set_value(taken);
    });
    return promise.get_future().get();
}

std::vector<bool> WatchedServer::send_to_all(const std::string& text) {
    return push(websocket_frame(Opcode::text, text));
}

int WatchedServer::broadcast(const std::string& text) {
    const auto taken = send_to_all(text);
    return static_cast<int>(std::ranges::count(taken, true));
}

bool WatchedServer::first_takes_deflated() {
    std::promise<bool> promise;
    server_->on_loop([&] { promise.set_value(watchers_.front()->takes_deflated()); });
    return promise.get_future().get();
}

int WatchedServer::refused(const std::string& reason) const {
    const std::scoped_lock lock{mutex_};
    const auto found = refused_.find(reason);
    return found == refused_.end() ? 0 : found->second;
}

std::string WatchedServer::header_of_last(const std::string& lower_case_name) const {
    const std::scoped_lock lock{mutex_};
    const auto found = last_headers_.find(lower_case_name);
    return found == last_headers_.end() ? "" : found->second;
}

} // namespace lanterne::service
