#pragma once

#include <memory>

#include "service/http.hpp"
#include "service/http_core.hpp"

namespace lanterne::service {

/// Lets the route's handler answer, where and when it does. `done` gets that, or the 500 or 503 in
/// its place; once, on the loop's thread, and before this returns when the answer is there at once.
/// Not for the routes of watchers. On the loop's thread.
void let_answer(HttpCore& core, const HttpRouter::Route& route,
                const std::shared_ptr<const HttpRequest>& request, HttpAnswer done);

} // namespace lanterne::service
