#include "web-api/basemap/basemap_file.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace lanterne::web {

using service::HttpRequest;
using service::HttpResponse;

namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_all = error == std::errc{} && end == text.data() + text.size();
    return is_all ? std::optional{number} : std::nullopt;
}

/// By its first bytes: its name is the operator's own affair.
std::string_view type_of(std::string_view begin) {
    if (begin.starts_with("\x89PNG")) {
        return "image/png";
    }
    if (begin.starts_with("\xFF\xD8\xFF")) {
        return "image/jpeg";
    }
    return begin.starts_with("RIFF") ? "image/webp" : "application/octet-stream";
}

HttpResponse not_satisfiable(std::uint64_t size) {
    HttpResponse response = service::problem(
        416, "No such range", fmt::format("a range of {} bytes would be right", size));
    response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
    response.headers.emplace_back("Accept-Ranges", "bytes");
    return response;
}

} // namespace

std::optional<ByteRange> asked_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit) || size == 0) {
        return std::nullopt;
    }
    const std::string_view told = header.substr(unit.size());
    const std::size_t dash = told.find('-');
    if (dash == told.npos) {
        return std::nullopt;
    }
    const auto from = whole_number(told.substr(0, dash));
    const auto to = whole_number(told.substr(dash + 1));
    if (dash == 0) {
        const bool is_some = to && *to > 0;
        return is_some ? std::optional{ByteRange{size - std::min(*to, size), size - 1}}
                       : std::nullopt;
    }
    const bool is_open = dash + 1 == told.size();
    if (!from || *from >= size || (!is_open && (!to || *to < *from))) {
        return std::nullopt;
    }
    return ByteRange{*from, is_open ? size - 1 : std::min(*to, size - 1)};
}

BasemapFile::BasemapFile(std::filesystem::path file) : file_{std::move(file)} {
    std::error_code error;
    const auto size = std::filesystem::file_size(file_, error);
    const auto changed =
        error ? std::filesystem::file_time_type{} : std::filesystem::last_write_time(file_, error);
    if (error) {
        throw std::runtime_error{
            fmt::format("basemap.file {}: {}", file_.string(), error.message())};
    }
    tag_ = fmt::format("\"{:x}-{:x}\"", size, changed.time_since_epoch().count());
}

HttpResponse BasemapFile::answer(const HttpRequest& request) const {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(file_, error);
    if (error) {
        return service::problem(404, "No basemap", "its file is gone");
    }
    const auto header = request.headers.find("range");
    if (header == request.headers.end()) {
        if (size == 0 || size > max_answer_bytes) {
            return not_satisfiable(size);
        }
        HttpResponse whole = told({0, size - 1}, size);
        whole.status = whole.status == 206 ? 200 : whole.status;
        return whole;
    }
    const auto range = asked_range(header->second, size);
    return range ? told(*range, size) : not_satisfiable(size);
}

HttpResponse BasemapFile::told(ByteRange range, std::uint64_t size) const {
    const std::uint64_t length = std::min(range.last - range.first + 1, max_answer_bytes);
    std::string bytes(length, '\0');
    std::ifstream in{file_, std::ios::binary};
    in.seekg(static_cast<std::streamoff>(range.first));
    if (!in.read(bytes.data(), static_cast<std::streamsize>(length))) {
        return service::problem(404, "No basemap", "its file cannot be read");
    }
    HttpResponse response{.status = 206,
                          .content_type = std::string{type_of(bytes)},
                          .body = std::move(bytes),
                          .headers = {{"Accept-Ranges", "bytes"},
                                      {"ETag", tag_},
                                      {"Cache-Control", "public, max-age=3600"}}};
    response.headers.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", range.first,
                                                               range.first + length - 1, size));
    return response;
}

} // namespace lanterne::web
