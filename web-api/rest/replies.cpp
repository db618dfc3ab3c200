#include "web-api/rest/replies.hpp"

#include <utility>

#include <fmt/format.h>

namespace lanterne::web {

service::HttpResponse download(std::string content_type, std::string_view file_name,
                               std::string content) {
    service::HttpResponse response;
    response.content_type = std::move(content_type);
    response.body = std::move(content);
    response.headers.emplace_back("Content-Disposition",
                                  fmt::format("inline; filename=\"{}\"", file_name));
    return response;
}

service::HttpResponse wrong_parameter(std::string_view name, std::string_view right) {
    return service::problem(400, "Wrong parameter",
                            fmt::format("{}: {} would be right", name, right));
}

} // namespace lanterne::web
