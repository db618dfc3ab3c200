#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.hpp"
#include "service/http.hpp"

namespace lanterne::service {

/// No byte of what was asked for is there.
struct NotSatisfiable {};

/// What a request asks for of so many bytes with that strong ETag (RFC 9110 sections 14.2
/// and 13.1.5). Nothing: all of it; that is also the answer to several ranges, another unit, what
/// cannot be read, and an If-Range that names another state.
Result<std::optional<ByteRange>, NotSatisfiable>
asked_range(const HttpRequest& request, std::uint64_t size, std::string_view entity_tag);

/// 416, with how many bytes there are.
HttpResponse not_satisfiable(std::uint64_t size);

/// Makes the answer a 206 that says which part of so many bytes it holds.
void say_range(HttpResponse& response, ByteRange range, std::uint64_t size);

} // namespace lanterne::service
