#pragma once

#include <string>
#include <string_view>

namespace lanterne::service {

/// One event of text/event-stream (WHATWG HTML, "Server-sent events"): its id, which a client gives
/// back as Last-Event-ID, and its data, which may have several lines. An empty id: none is said,
/// and the last one stays. Throws std::invalid_argument for an id with a line break or a zero.
std::string event_stream_text(std::string_view id, std::string_view data);

/// A line that says nothing: it keeps proxies from thinking that the stream is dead.
inline constexpr std::string_view event_stream_ping = ":\n\n";

} // namespace lanterne::service
