#include "web-api/rest/public_routes.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "service/http_coding.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;
using service::HttpResponse;

struct PublicRoutes::Route {
    std::string pattern;
    RouteRule rule;
    DatabaseHandler reader;
};

/// One reading of the database, from the loop to a worker and back.
struct PublicRoutes::Reading {
    std::shared_ptr<const Route> route;
    std::string key;
    HttpRequest asked;
    Answer answer;
};

namespace {

constexpr std::size_t max_value_bytes = 200; ///< of a parameter: none that we know is longer

bool is_known(const RouteRule& rule, std::string_view name) {
    return std::ranges::count(rule.query, name) > 0;
}

/// The part of a request that its answer may depend on.
HttpRequest essence_of(const HttpRequest& request, const RouteRule& rule) {
    HttpRequest essence;
    essence.method = "GET";
    essence.path = request.path;
    essence.parameters = request.parameters;
    for (const auto& [name, value] : request.query) {
        if (is_known(rule, name)) {
            essence.query.emplace(name, value);
        }
    }
    return essence;
}

/// Equal for requests that ask the same. No decoded value has a control character.
std::string key_of(const std::string& pattern, const HttpRequest& request, const RouteRule& rule) {
    std::string key = pattern;
    for (const auto& [name, value] : request.parameters) {
        key.append("\n").append(value);
    }
    for (const auto& [name, value] : request.query) {
        if (is_known(rule, name)) {
            key.append("\n").append(name).append("=").append(value);
        }
    }
    return key;
}

/// The content where any number of sockets can send it from, plain and gzipped, and its ETag.
void make_shareable(HttpResponse& response) {
    if (!response.shared_body) {
        response.shared_body =
            std::make_shared<const std::string>(std::exchange(response.body, {}));
    }
    if (response.status == 200) {
        response = service::with_entity_tag(HttpRequest{}, std::move(response));
        service::add_gzip(response);
    }
}

} // namespace

std::optional<HttpResponse> fault_in_query(const HttpRequest& request, const RouteRule& rule) {
    for (const auto& [name, value] : request.query) {
        if (!is_known(rule, name)) {
            if (rule.others == OtherNames::ignored) {
                continue;
            }
            return service::problem(
                400, "Unknown parameter",
                rule.query.empty() ? fmt::format("{} is none here; no query would be right", name)
                                   : fmt::format("{} is none here; {} would be right", name,
                                                 fmt::join(rule.query, ", ")));
        }
        if (request.query.count(name) > 1 || value.size() > max_value_bytes) {
            return service::problem(400, "Wrong parameter",
                                    fmt::format("{} once, with at most {} bytes, would be right",
                                                name, max_value_bytes));
        }
    }
    return std::nullopt;
}

PublicRoutes::PublicRoutes(const Parts& parts, Clocks clocks, AnswerCache::Limits limits)
    : parts_{parts}, clocks_{std::move(clocks)}, cache_{limits, parts.registry},
      looks_{parts.registry.counter("http_cache_looks_total",
                                    "Times that the database said which races changed.")} {
    parts_.server.call_every(RaceEditions::look_each, [this] { look_for_changes(); });
}

void PublicRoutes::get(std::string_view pattern, RouteRule rule, DatabaseHandler reader) {
    auto route = std::make_shared<const Route>(
        Route{std::string{pattern}, std::move(rule), std::move(reader)});
    parts_.server.get_later(
        pattern, [this, route](const std::shared_ptr<const HttpRequest>& request,
                               service::HttpAnswer answer) {
            if (auto fault = fault_in_query(*request, route->rule)) {
                answer(std::move(*fault));
                return;
            }
            serve(route, *request, [request, answer = std::move(answer)](const SharedAnswer& made) {
                answer(respond_with(*made, *request));
            });
        });
}

void PublicRoutes::serve(const std::shared_ptr<const Route>& route, const HttpRequest& request,
                         AnswerCache::Give give) {
    AnswerCache::Moment moment{.now = clocks_.steady(), .edition = std::nullopt};
    if (const auto slug = request.parameters.find("slug"); slug != request.parameters.end()) {
        moment.edition = editions_.asked(slug->second, moment.now);
    }
    std::string key = key_of(route->pattern, request, route->rule);
    if (!cache_.ask(key, moment, std::move(give))) {
        return;
    }
    const auto reading = std::make_shared<Reading>(
        Reading{route,
                std::move(key),
                essence_of(request, route->rule),
                {.response = {},
                 .kept = route->rule.kept,
                 .edition = moment.edition, // older than what is read, if anything
                 .made_at = moment.now}});
    const bool is_taken = parts_.server.on_worker([this, reading] { read(reading); });
    if (!is_taken) {
        reading->answer.response =
            service::problem(503, "Busy", "the same request in a moment would be right");
        reading->answer.response.headers.emplace_back("Retry-After", "1");
        finish(*reading);
    }
}

void PublicRoutes::read(const std::shared_ptr<Reading>& reading) {
    try {
        reading->answer.response =
            with_database(parts_.pool, reading->route->reader)(reading->asked);
        make_shareable(reading->answer.response);
    } catch (const std::exception& thrown) {
        parts_.registry
            .counter("http_handler_failures_total", "Handlers that threw, by route.",
                     {{"route", reading->route->pattern}})
            .add();
        parts_.log.error("a handler failed",
                         {{"route", reading->route->pattern}, {"what", thrown.what()}});
        reading->answer.response =
            service::problem(500, "Internal error", "the server's log says what went wrong");
        make_shareable(reading->answer.response);
    }
    parts_.server.on_loop([this, reading] { finish(*reading); });
}

void PublicRoutes::finish(const Reading& reading) {
    const auto slug = reading.asked.parameters.find("slug");
    if (slug != reading.asked.parameters.end() && reading.answer.response.status == 200) {
        editions_.follow(slug->second, clocks_.steady());
    }
    cache_.finish(reading.key, std::make_shared<const Answer>(reading.answer));
}

void PublicRoutes::look_for_changes() {
    const auto now = clocks_.steady();
    auto slugs = editions_.wanted(now);
    if (is_looking_ || slugs.empty()) {
        return;
    }
    is_looking_ = parts_.server.on_worker([this, now, slugs = std::move(slugs)] {
        std::optional<std::map<std::string, std::string>> seen;
        try {
            parts_.pool.use(
                [&](Connection& connection) { seen = read_editions(connection, slugs); });
        } catch (const std::exception&) {
            // Away, or not well: nothing is known for now, and answers last a second.
        }
        parts_.server.on_loop([this, now, seen = std::move(seen)] {
            is_looking_ = false;
            if (seen) {
                editions_.saw(*seen, now);
                looks_.add();
            }
        });
    });
}

} // namespace lanterne::web
