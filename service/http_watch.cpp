#include "service/http_watch.hpp"

#include <algorithm>

#include "service/field_list.hpp"

namespace lanterne::service {

namespace {

constexpr std::string_view event_stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
    "X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";

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

} // namespace

Result<WatchEntry, HttpResponse> admit_watcher(HttpCore& core, const WatchRoute& route,
                                               const RequestHead& head,
                                               const HttpRequest& request) {
    auto entry = route.kind == WatchKind::websocket ? admit_websocket(core, route.handler, head)
                                                    : admit_event_stream(head);
    if (!entry) {
        return entry;
    }
    if (head.count("origin") > 0 && !is_same_origin(head.field("origin"), head.field("host"))) {
        core.refused("origin");
        return tl::unexpected{problem(403, "Foreign origin", "a page of this host would be right")};
    }
    if (route.handler.refuse) {
        if (auto refusal = route.handler.refuse(request)) {
            return tl::unexpected{std::move(*refusal)};
        }
    }
    return entry;
}

} // namespace lanterne::service
