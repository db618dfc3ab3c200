#pragma once

#include <string>

#include "service/http_server.hpp"

namespace lanterne::web {

/// The description of everything below /api/v1, OpenAPI 3.1, put together from the files in this
/// folder. What is true of every route is added here: that an answer has an ETag and says how long
/// it may be kept, 304, 400, 429 and 503, and 404 where something is named in the path. What a path
/// says itself of its answer (200) or another status stays.
std::string openapi_document();

/// GET /api/v1/openapi.json
void add_openapi_route(service::HttpServer& server);

} // namespace lanterne::web
