#include <algorithm>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include "service/field_list.hpp"
#include "service/http.hpp"
#include "service/json_text.hpp"

namespace lanterne::service {

namespace {

using Header = std::pair<std::string, std::string>;

/// One of a list as If-None-Match has it: tags between commas, weak or not, or a star.
bool names_tag(std::string_view list, std::string_view tag) {
    if (list == "*") {
        return true;
    }
    return std::ranges::any_of(list_items(list), [&](std::string_view one) {
        return (one.starts_with("W/") ? one.substr(2) : one) == tag;
    });
}

} // namespace

HttpResponse problem(int status, std::string_view title, std::string_view detail) {
    HttpResponse response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body = fmt::format(R"({{"status":{},"title":{},"detail":{}}})", status,
                                json_text(title), json_text(detail));
    return response;
}

HttpResponse json_response(std::string body) {
    HttpResponse response;
    response.content_type = "application/json";
    response.body = std::move(body);
    return response;
}

HttpResponse html_response(std::string body) {
    HttpResponse response;
    response.content_type = "text/html; charset=utf-8";
    response.body = std::move(body);
    return response;
}

std::string entity_tag(std::string_view content) {
    // FNV-1a of 64 bits: a change is what must show, nobody gains by a forged collision.
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : content) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    return fmt::format("\"{:016x}-{:x}\"", hash, content.size());
}

HttpResponse with_entity_tag(const HttpRequest& request, HttpResponse response) {
    auto tag = std::ranges::find(response.headers, "ETag", &Header::first);
    if (tag == response.headers.end()) {
        response.headers.emplace_back("ETag", entity_tag(response.content()));
        tag = std::prev(response.headers.end());
    }
    const auto asked = request.headers.find("if-none-match");
    if (response.status == 200 && asked != request.headers.end() &&
        names_tag(asked->second, tag->second)) {
        response.status = 304;
        response.body.clear();
        response.shared_body.reset();
    }
    return response;
}

} // namespace lanterne::service
