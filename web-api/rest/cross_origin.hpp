#pragma once

#include "service/http.hpp"
#include "service/http_policy.hpp"

namespace lanterne::web {

/// Lets pages of the listed origins read what is below /api/ (the Fetch standard's CORS protocol):
/// with GET and HEAD, without cookies. Their preflight is answered here; that of others and for
/// other methods is refused (403). Whoever caches is told that answers differ by Origin, unless
/// they are for all pages. Without origins nothing is said at all.
service::HttpGate cross_origin_gate(service::HttpPolicy policy);

} // namespace lanterne::web
