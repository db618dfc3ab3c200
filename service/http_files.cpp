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

#include "service/byte_range.hpp"
#include "service/http_coding.hpp"
#include "service/large_file.hpp"

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

/// A file in memory, in the forms that it has.
class KeptFile : public StaticFile {
public:
    KeptFile(std::string_view name, std::string content)
        : type_{content_type_of(name)}, cache_control_{cache_control_of(name)},
          plain_{form_of(std::move(content))} {}

    void add(Coding coding, std::string content) {
        (coding == Coding::gzip ? gzip_ : brotli_) = form_of(std::move(content));
    }

    HttpResponse answer(const HttpRequest& request) const override {
        const bool has_forms = gzip_.content || brotli_.content;
        const bool is_part = request.headers.contains("range");
        const auto accepted = request.headers.find("accept-encoding");
        const Coding coding =
            is_part || accepted == request.headers.end()
                ? Coding::identity
                : preferred(accepted->second, {.gzip = gzip_.content != nullptr,
                                               .brotli = brotli_.content != nullptr});
        const Form& form = form_in(coding);
        HttpResponse response;
        response.content_type = type_;
        response.headers = {{"Cache-Control", cache_control_}, {"ETag", form.tag}};
        if (has_forms) {
            response.headers.emplace_back("Vary", "Accept-Encoding");
        }
        if (coding == Coding::identity) {
            response.headers.emplace_back("Accept-Ranges", "bytes");
        } else {
            response.headers.emplace_back("Content-Encoding", name_of(coding));
        }
        response.shared_body = form.content;
        response = with_entity_tag(request, std::move(response));
        return is_part && response.status == 200 ? part_of(request, std::move(response)) : response;
    }

    bool is_in_memory() const override { return true; }

private:
    struct Form {
        SharedText content; ///< null: the file does not have this one
        std::string tag;
    };

    static Form form_of(std::string content) {
        std::string tag = entity_tag(content);
        return {std::make_shared<const std::string>(std::move(content)), std::move(tag)};
    }

    const Form& form_in(Coding coding) const {
        return coding == Coding::gzip ? gzip_ : coding == Coding::brotli ? brotli_ : plain_;
    }

    HttpResponse part_of(const HttpRequest& request, HttpResponse response) const {
        const std::uint64_t size = plain_.content->size();
        const auto range = asked_range(request, size, plain_.tag);
        if (!range) {
            return not_satisfiable(size);
        }
        if (*range) {
            response.part = **range;
            say_range(response, **range, size);
        }
        return response;
    }

    std::string type_;
    std::string cache_control_;
    Form plain_;
    Form gzip_;
    Form brotli_;
};

/// The forms of a file beside it, as the site's build left them.
struct Sibling {
    std::string_view ending;
    Coding coding;
};

constexpr std::array<Sibling, 2> siblings{{{".br", Coding::brotli}, {".gz", Coding::gzip}}};

/// Whether this is another file's form, and no file by itself.
bool is_sibling(const fs::path& path) {
    return std::ranges::any_of(siblings, [&](const Sibling& sibling) {
        return path.extension() == sibling.ending &&
               fs::is_regular_file(fs::path{path}.replace_extension());
    });
}

std::vector<fs::path> regular_files(const std::string& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        const bool is_hidden = entry.path().filename().string().starts_with('.');
        if (!entry.is_symlink() && entry.is_regular_file() && !is_hidden) {
            paths.push_back(entry.path());
        }
    }
    return paths;
}

/// Counts what is kept in memory.
class FileReader {
public:
    explicit FileReader(std::string folder) : folder_{std::move(folder)} {}

    std::shared_ptr<const StaticFile> read(const fs::path& path, const std::string& name) {
        if (++files_ > max_static_files) {
            throw std::runtime_error{
                fmt::format("{} holds more than {} files", folder_, max_static_files)};
        }
        if (fs::file_size(path) > max_kept_bytes) {
            return open_large_file(path.string(), name);
        }
        const auto file = std::make_shared<KeptFile>(name, keep(path));
        for (const auto& [ending, coding] : siblings) {
            const fs::path form = path.string() + std::string{ending};
            if (!fs::is_symlink(form) && fs::is_regular_file(form)) {
                file->add(coding, keep(form));
            }
        }
        return file;
    }

private:
    std::string keep(const fs::path& path) {
        bytes_ += fs::file_size(path);
        if (bytes_ > max_static_bytes) {
            throw std::runtime_error{
                fmt::format("{} holds more than {} bytes in files of at most {}", folder_,
                            max_static_bytes, max_kept_bytes)};
        }
        return read_file(path);
    }

    std::string folder_;
    std::size_t files_ = 0;
    std::size_t bytes_ = 0;
};

} // namespace

std::vector<NamedFile> read_static_files(const std::string& folder) {
    std::vector<NamedFile> files;
    std::error_code none;
    if (!fs::is_directory(folder, none)) {
        return files;
    }
    FileReader reader{folder};
    for (const fs::path& path : regular_files(folder)) {
        if (!is_sibling(path)) {
            std::string name = fs::relative(path, folder).generic_string();
            auto file = reader.read(path, name);
            files.push_back({std::move(name), std::move(file)});
        }
    }
    return files;
}

std::string_view content_type_of(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 17> types{{
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
        {".pmtiles", "application/vnd.pmtiles"},
        {".pbf", "application/x-protobuf"},
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

std::string_view cache_control_of(std::string_view name) {
    return is_hash_named(name) ? "public, max-age=31536000, immutable" : "public, max-age=60";
}

} // namespace lanterne::service
