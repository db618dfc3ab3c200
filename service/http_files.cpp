#include "service/http_files.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace lanterne::service {

namespace fs = std::filesystem;

namespace {

std::string read_file(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad() || !in) {
        throw std::runtime_error{"cannot read " + path.string()};
    }
    return content;
}

HttpResponse respond_with(std::string_view name, std::string content) {
    HttpResponse response;
    response.content_type = content_type_of(name);
    response.headers.emplace_back("Cache-Control", is_hash_named(name)
                                                       ? "public, max-age=31536000, immutable"
                                                       : "public, max-age=60");
    response.headers.emplace_back("ETag", entity_tag(content));
    response.shared_body = std::make_shared<const std::string>(std::move(content));
    return response;
}

} // namespace

std::vector<StaticFile> read_static_files(const std::string& folder) {
    std::vector<StaticFile> files;
    std::error_code none;
    if (!fs::is_directory(folder, none)) {
        return files;
    }
    std::size_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (entry.is_symlink() || !entry.is_regular_file()) {
            continue;
        }
        bytes += entry.file_size();
        if (files.size() == max_static_files || bytes > max_static_bytes) {
            throw std::runtime_error{fmt::format("{} holds more than {} files or {} bytes", folder,
                                                 max_static_files, max_static_bytes)};
        }
        std::string name = fs::relative(entry.path(), folder).generic_string();
        HttpResponse response = respond_with(name, read_file(entry.path()));
        files.push_back({std::move(name), std::move(response)});
    }
    return files;
}

std::string_view content_type_of(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 15> types{{
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".ico", "image/x-icon"},
        {".webp", "image/webp"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".wasm", "application/wasm"},
    }};
    const auto* const found =
        std::ranges::find_if(types, [&](const auto& type) { return name.ends_with(type.first); });
    return found == types.end() ? "application/octet-stream" : found->second;
}

bool is_hash_named(std::string_view name) {
    const auto slash = name.rfind('/');
    name = slash == std::string_view::npos ? name : name.substr(slash + 1);
    name = name.substr(0, name.find('.'));
    constexpr std::size_t hash_length = 8; // as Vite writes it, of A-Z a-z 0-9 - _
    if (name.size() < hash_length + 2 || name[name.size() - hash_length - 1] != '-') {
        return false;
    }
    const std::string_view hash = name.substr(name.size() - hash_length);
    return std::ranges::any_of(hash, [](char c) { return c < 'a' || c > 'z'; }) &&
           std::ranges::all_of(hash, [](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
           });
}

} // namespace lanterne::service
