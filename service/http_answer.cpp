#include "service/http_answer.hpp"

#include <atomic>
#include <exception>
#include <string>
#include <utility>

#include <boost/asio/dispatch.hpp>

#include "core/base/result.hpp"
#include "service/http_coding.hpp"

namespace lanterne::service {

namespace asio = boost::asio;

namespace {

using Route = HttpRouter::Route;
using Made = Result<HttpResponse, std::string>; ///< or what the handler threw

Made handle(const Route& route, const HttpRequest& request) {
    try {
        return route.handler(request);
    } catch (const std::exception& thrown) {
        return tl::unexpected{std::string{thrown.what()}};
    }
}

HttpResponse report(const HttpCore& core, const Route& route, Made made) {
    if (made) {
        return std::move(*made);
    }
    if (core.watch.failed) {
        core.watch.failed(route.pattern, made.error());
    }
    return problem(500, "Internal error", "the server's log says what went wrong");
}

/// Shared by all who might give one answer, on whatever thread. What `done` holds belongs to the
/// loop's thread: so it leaves from here with the answer, and is let go there.
class AnswerGiver {
public:
    AnswerGiver(HttpCore& core, const Route& route, HttpAnswer done)
        : core_{core}, route_{route}, done_{std::move(done)} {}

    ~AnswerGiver() { give(tl::unexpected{std::string{"the handler gave no answer"}}); }

    AnswerGiver(const AnswerGiver&) = delete;
    AnswerGiver& operator=(const AnswerGiver&) = delete;

    void give(Made made) {
        if (is_given_.exchange(true)) {
            return;
        }
        // At once when this is the loop's thread: an answer that was ready waits for no turn of it.
        asio::dispatch(core_.loop, [&core = core_, &route = route_, done = std::move(done_),
                                    made = std::move(made)]() mutable {
            done(report(core, route, std::move(made)));
        });
    }

private:
    HttpCore& core_;
    const Route& route_;
    HttpAnswer done_;
    std::atomic<bool> is_given_{false};
};

void answer_later(HttpCore& core, const Route& route,
                  const std::shared_ptr<const HttpRequest>& request, HttpAnswer done) {
    const auto giver = std::make_shared<AnswerGiver>(core, route, std::move(done));
    try {
        route.later(request, [giver](HttpResponse response) { giver->give(std::move(response)); });
    } catch (const std::exception& thrown) {
        giver->give(tl::unexpected{std::string{thrown.what()}});
    }
}

void answer_on_worker(HttpCore& core, const Route& route,
                      const std::shared_ptr<const HttpRequest>& request, HttpAnswer done) {
    const auto giver = std::make_shared<AnswerGiver>(core, route, std::move(done));
    const bool taken = core.workers.submit([giver, &route, request] {
        auto made = handle(route, *request);
        if (made && request->headers.contains("accept-encoding")) {
            add_gzip(*made);
        }
        giver->give(std::move(made));
    });
    if (!taken) {
        core.refused("busy");
        auto response = problem(503, "Busy", "the same request in a moment would be right");
        response.headers.emplace_back("Retry-After", "1");
        giver->give(std::move(response));
    }
}

} // namespace

void let_answer(HttpCore& core, const HttpRouter::Route& route,
                const std::shared_ptr<const HttpRequest>& request, HttpAnswer done) {
    if (route.later) {
        answer_later(core, route, request, std::move(done));
    } else if (route.options.runs_on == RunsOn::loop) {
        done(report(core, route, handle(route, *request)));
    } else {
        answer_on_worker(core, route, request, std::move(done));
    }
}

} // namespace lanterne::service
