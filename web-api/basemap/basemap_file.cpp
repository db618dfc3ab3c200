#include "web-api/basemap/basemap_file.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "service/large_file.hpp"

namespace lanterne::web {

using service::HttpRequest;
using service::HttpResponse;

namespace {

std::string read_picture(const std::string& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || size > max_picture_bytes) {
        throw std::runtime_error{
            fmt::format("basemap.file {}: a picture of at most {} bytes would be right", file,
                        max_picture_bytes)};
    }
    std::string bytes(size, '\0');
    std::ifstream in{file, std::ios::binary};
    if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) {
        throw std::runtime_error{fmt::format("basemap.file {}: it cannot be read", file)};
    }
    return bytes;
}

} // namespace

service::HttpHandler basemap_file_handler(const Basemap& basemap) {
    if (basemap.kind == BasemapKind::pmtiles) {
        return [file = service::open_large_file(basemap.file, basemap.file)](
                   const HttpRequest& request) { return file->answer(request); };
    }
    HttpResponse picture{.content_type = std::string{service::content_type_of(basemap.file)},
                         .headers = {{"Cache-Control", "public, max-age=3600"}},
                         .shared_body =
                             std::make_shared<const std::string>(read_picture(basemap.file))};
    return [picture](const HttpRequest& request) {
        return service::with_entity_tag(request, picture);
    };
}

} // namespace lanterne::web
