#include "web-api/race_page/language_gate.hpp"

#include <string>

#include <fmt/format.h>

#include "web-api/page/messages.hpp"

namespace lanterne::web {

namespace {

/// Pages whose address says no language: the list, and what stands under /r/. The section of
/// results is asked for by scripts, which know their page's language.
bool is_open(const service::HttpRequest& request) {
    const bool is_page = request.path == "/" || request.path.starts_with("/r/");
    return is_page && request.method == "GET" && !request.path.ends_with("/results");
}

/// RFC 3986, section 2.1: all but unreserved characters.
std::string encoded(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                              c == '~';
        result += is_plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return result;
}

std::string query_of(const service::HttpRequest& request) {
    std::string query;
    for (const auto& [name, value] : request.query) {
        query += fmt::format("{}{}={}", query.empty() ? '?' : '&', encoded(name), encoded(value));
    }
    return query;
}

std::optional<service::HttpResponse> to_french(const service::HttpRequest& request) {
    const auto asked = request.headers.find("accept-language");
    if (!is_open(request) || asked == request.headers.end() ||
        page::preferred_language(asked->second) != page::Language::french) {
        return std::nullopt;
    }
    const std::string path = request.path == "/" ? "" : request.path;
    return service::HttpResponse{
        .status = 302,
        .headers = {{"Location", "/fr" + path + query_of(request)}, {"Cache-Control", "no-store"}}};
}

void say_that_it_varies(const service::HttpRequest& request, service::HttpResponse& response) {
    if (is_open(request)) {
        response.headers.emplace_back("Vary", "Accept-Language");
    }
}

} // namespace

service::HttpGate language_gate() { return {.refuse = to_french, .finish = say_that_it_varies}; }

} // namespace lanterne::web
