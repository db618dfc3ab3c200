#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "service/http.hpp"
#include "service/http_guard.hpp"

namespace lanterne::service {

/// What a client and we agreed to.
struct WebSocketAgreement {
    std::string answer;            ///< the whole head of the 101
    std::string_view sub_protocol; ///< one of those given to agree(); empty: none
    bool takes_deflated = false;
};

/// The server's half of the handshake (RFC 6455 section 4.2) with a request that is a GET: a
/// response refuses it, and says what would be right.
///
/// permessage-deflate is agreed to without context takeover on both sides (one deflated frame is
/// sent to many), and never with a window of less than 32 KiB: to an offer that needs more than
/// that the extension is not agreed to, and the socket opens without it. `sub_protocols` outlives
/// the agreement.
Result<WebSocketAgreement, HttpResponse> agree(const RequestHead& head,
                                               const std::vector<std::string>& sub_protocols);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string websocket_accept(std::string_view key);

/// The answer to a Sec-WebSocket-Extensions field; nothing when no offer in it suits us.
std::optional<std::string> agreed_deflate(std::string_view offers);

} // namespace lanterne::service
