#include "service/http_router.hpp"

#include <algorithm>
#include <stdexcept>

namespace lanterne::service {

namespace {

std::vector<std::string> split(std::string_view pattern) {
    std::vector<std::string> segments;
    pattern.remove_prefix(1);
    while (!pattern.empty()) {
        const auto slash = pattern.find('/');
        segments.emplace_back(pattern.substr(0, slash));
        pattern = slash == std::string_view::npos ? std::string_view{} : pattern.substr(slash + 1);
    }
    return segments;
}

bool is_parameter(std::string_view segment) { return segment.starts_with(':'); }

bool matches(const HttpRouter::Route& route, const HttpTarget& target) {
    return route.segments.size() == target.segments.size() &&
           std::ranges::equal(route.segments, target.segments,
                              [](const std::string& wanted, const std::string& got) {
                                  return wanted == got || (is_parameter(wanted) && !got.empty());
                              });
}

std::size_t parameters_of(const HttpRouter::Route& route) {
    return static_cast<std::size_t>(std::ranges::count_if(route.segments, is_parameter));
}

} // namespace

void HttpRouter::add(Route route) {
    if (!route.pattern.starts_with('/')) {
        throw std::invalid_argument{"a route's pattern begins with '/': " + route.pattern};
    }
    for (const Route& other : routes_) {
        if (other.pattern == route.pattern && other.method == route.method) {
            throw std::invalid_argument{"a route is there twice: " + route.pattern};
        }
    }
    route.segments = split(route.pattern);
    routes_.push_back(std::move(route));
    std::ranges::stable_sort(routes_, {}, parameters_of);
}

HttpRouter::Match HttpRouter::find(std::string_view method, const HttpTarget& target) const {
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Match match;
    for (const Route& route : routes_) {
        if (!matches(route, target)) {
            continue;
        }
        if (route.method != wanted) {
            const std::string name = route.method == "GET" ? "GET, HEAD" : route.method;
            match.allowed += match.allowed.empty() ? name : ", " + name;
            continue;
        }
        for (std::size_t at = 0; at < route.segments.size(); ++at) {
            if (is_parameter(route.segments[at])) {
                match.parameters.emplace(route.segments[at].substr(1), target.segments[at]);
            }
        }
        match.route = &route;
        match.allowed.clear();
        return match;
    }
    return match;
}

} // namespace lanterne::service
