#include "service/http_watch.hpp"

#include <algorithm>

#include "service/field_list.hpp"

namespace lanterne::service {

namespace {

constexpr std::string_view event_stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
    "X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n"
    "Vary: Origin\r\n\r\n";

bool accepts_events(const RequestHead& head) {
    if (head.count("accept") == 0) {
        return true;
    }
    return std::ranges::any_of(list_items(head.field("accept")), [](std::string_view item) {
        const std::string type = lower_case(without_space(item.substr(0, item.find(';'))));
        return type == "text/event-stream" || type == "text/*" || type == "*/*";
    });
}

Result<WatchEntry, HttpResponse> admit_event_stream(const RequestHead& head) {
    if (head.method != "GET") {
        auto response = problem(405, "Method not allowed", "allowed here: GET");
        response.headers.emplace_back("Allow", "GET");
        return tl::unexpected{std::move(response)};
    }
    if (!accepts_events(head)) {
        return tl::unexpected{
            problem(406, "Not acceptable", "Accept: text/event-stream would be right")};
    }
    return WatchEntry{std::string{event_stream_head}, event_stream_protocol()};
}

Result<WatchEntry, HttpResponse> admit_websocket(const HttpCore& core, const WatchHandler& handler,
                                                 const RequestHead& head) {
    auto agreement = agree(head, handler.sub_protocols);
    if (!agreement) {
        return tl::unexpected{std::move(agreement.error())};
    }
    return WatchEntry{agreement->answer,
                      websocket_protocol(*agreement, core.limits.socket_message_bytes)};
}

/// A page of another host is not given what it asked for without this (Fetch, "CORS protocol"); of
/// a WebSocket it is ignored.
void allow(std::string_view origin, WatchEntry& entry) {
    constexpr std::string_view last_line_end = "\r\n";
    entry.answer.resize(entry.answer.size() - last_line_end.size());
    entry.answer.append("Access-Control-Allow-Origin: ").append(origin).append("\r\n\r\n");
}

} // namespace

Result<WatchEntry, HttpResponse> admit_watcher(HttpCore& core, const WatchRoute& route,
                                               const RequestHead& head,
                                               const HttpRequest& request) {
    auto entry = route.kind == WatchKind::websocket ? admit_websocket(core, route.handler, head)
                                                    : admit_event_stream(head);
    if (!entry) {
        return entry;
    }
    const std::string_view origin = head.field("origin");
    if (head.count("origin") > 0 && !is_same_origin(origin, head.field("host"))) {
        if (!is_listed(core.policy, origin)) {
            core.refused("origin");
            return tl::unexpected{problem(403, "Foreign origin",
                                          "a page of this host, or one it lists, would be right")};
        }
        allow(origin, *entry);
    }
    if (route.handler.refuse) {
        if (auto refusal = route.handler.refuse(request)) {
            return tl::unexpected{std::move(*refusal)};
        }
    }
    return entry;
}

} // namespace lanterne::service
