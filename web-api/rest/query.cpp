#include "web-api/rest/query.hpp"

#include <string>

#include <fmt/format.h>

#include "web-api/rest/replies.hpp"
#include "web-api/rest/whole_text.hpp"

namespace lanterne::web {

Asked<std::int64_t> whole_number(const service::HttpRequest& request, std::string_view name,
                                 const WholeNumbers& allowed) {
    const auto asked = request.query.find(std::string{name});
    if (asked == request.query.end()) {
        return allowed.standard;
    }
    const std::string& text = asked->second;
    const auto number = whole_in<std::int64_t>(text);
    if (!number || *number < allowed.least || *number > allowed.most) {
        return tl::unexpected{wrong_parameter(
            name, fmt::format("a whole number from {} to {}", allowed.least, allowed.most))};
    }
    return *number;
}

Asked<std::optional<UtcTime>> time_of(const service::HttpRequest& request, std::string_view name) {
    const auto asked = request.query.find(std::string{name});
    if (asked == request.query.end()) {
        return std::optional<UtcTime>{};
    }
    const auto time = parse_time(asked->second);
    if (!time || *time < earliest_time || *time > latest_time) {
        return tl::unexpected{wrong_parameter(
            name, "a time of RFC 3339 from 2017 to 2099, like 2026-06-14T07:00:00Z")};
    }
    return time;
}

} // namespace lanterne::web
