#include "web-api/rest/cross_origin.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace lanterne::web {

using service::HttpPolicy;
using service::HttpRequest;
using service::HttpResponse;

namespace {

constexpr const char* preflight_seconds = "600"; ///< for which a browser need not ask again

std::string_view field(const HttpRequest& request, const char* lower_case_name) {
    const auto found = request.headers.find(lower_case_name);
    return found == request.headers.end() ? std::string_view{} : std::string_view{found->second};
}

bool is_for_programs(const HttpRequest& request) { return request.path.starts_with("/api/"); }

bool is_for_all(const HttpPolicy& policy) { return std::ranges::count(policy.origins, "*") > 0; }

bool is_preflight(const HttpRequest& request) {
    return request.method == "OPTIONS" && request.headers.contains("origin") &&
           request.headers.contains("access-control-request-method");
}

HttpResponse answer_preflight(const HttpRequest& request, const HttpPolicy& policy) {
    const std::string_view method = field(request, "access-control-request-method");
    const bool only_reads = method == "GET" || method == "HEAD";
    if (!only_reads || !service::is_listed(policy, field(request, "origin"))) {
        return service::problem(403, "Foreign origin",
                                only_reads ? "a page of a listed origin would be right"
                                           : "GET or HEAD would be right");
    }
    HttpResponse response;
    response.status = 204;
    response.headers = {{"Access-Control-Allow-Methods", "GET, HEAD"},
                        {"Access-Control-Allow-Headers", "If-None-Match"},
                        {"Access-Control-Max-Age", preflight_seconds}};
    return response;
}

void finish(const HttpRequest& request, HttpResponse& response, const HttpPolicy& policy) {
    if (is_for_all(policy)) {
        response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    } else {
        response.headers.emplace_back("Vary", "Origin");
        const std::string_view origin = field(request, "origin");
        if (origin.empty() || !service::is_listed(policy, origin)) {
            return;
        }
        response.headers.emplace_back("Access-Control-Allow-Origin", origin);
    }
    response.headers.emplace_back("Access-Control-Expose-Headers", "ETag, Retry-After");
}

} // namespace

service::HttpGate cross_origin_gate(HttpPolicy policy) {
    if (policy.origins.empty()) {
        return {};
    }
    return {.refuse = [policy](const HttpRequest& request) -> std::optional<HttpResponse> {
                if (is_for_programs(request) && is_preflight(request)) {
                    return answer_preflight(request, policy);
                }
                return std::nullopt;
            },
            .finish =
                [policy](const HttpRequest& request, HttpResponse& response) {
                    if (is_for_programs(request)) {
                        finish(request, response, policy);
                    }
                }};
}

} // namespace lanterne::web
