#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "service/http.hpp"

namespace lanterne::web {

/// Parameters of a query; the error is the 400 that says what would be right.
template<class T>
using Asked = Result<T, service::HttpResponse>;

struct WholeNumbers {
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t standard = 0; ///< when the request does not say
};

Asked<std::int64_t> whole_number(const service::HttpRequest& request, std::string_view name,
                                 const WholeNumbers& allowed);

/// RFC 3339 between the years that we know; nothing when the request does not say.
Asked<std::optional<UtcTime>> time_of(const service::HttpRequest& request, std::string_view name);

} // namespace lanterne::web
