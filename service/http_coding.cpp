#include "service/http_coding.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>

#define ZLIB_CONST // its input is const then
#include <zlib.h>

#include "service/field_list.hpp"
#include "service/http_guard.hpp"

namespace lanterne::service {

namespace {

constexpr int gzip_level = 5;
constexpr int window_and_gzip = 15 + 16; ///< zlib's word for the largest window in gzip's form
constexpr int memory_level = 8;

/// In thousandths; nothing when it cannot be read.
std::optional<int> quality_of(std::string_view parameter) {
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos ||
        lower_case(without_space(parameter.substr(0, equals))) != "q") {
        return std::nullopt;
    }
    const std::string_view digits = without_space(parameter.substr(equals + 1));
    double quality = 0;
    const auto [rest, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), quality);
    const bool is_good = error == std::errc{} && rest == digits.data() + digits.size() &&
                         quality >= 0 && quality <= 1;
    return is_good ? std::optional{static_cast<int>(quality * 1'000)} : std::nullopt;
}

/// What the client says of a coding by name; nothing when it says nothing.
std::optional<int> quality_in(std::string_view accept_encoding, std::string_view name) {
    for (const std::string_view item : list_items(accept_encoding)) {
        const auto parts = list_items(item, ';');
        if (parts.empty() || lower_case(parts.front()) != name) {
            continue;
        }
        return parts.size() < 2 ? 1'000 : quality_of(parts[1]).value_or(0);
    }
    return std::nullopt;
}

int quality(std::string_view accept_encoding, Coding coding) {
    if (const auto said = quality_in(accept_encoding, name_of(coding))) {
        return *said;
    }
    return quality_in(accept_encoding, "*").value_or(0);
}

bool says(const HttpResponse& response, std::string_view lower_case_name, std::string_view word) {
    return std::ranges::any_of(response.headers, [&](const auto& header) {
        return lower_case(header.first) == lower_case_name &&
               (word.empty() || has_item(header.second, word));
    });
}

void weaken_tag(HttpResponse& response) {
    for (auto& [name, value] : response.headers) {
        if (lower_case(name) == "etag" && !value.starts_with("W/")) {
            value.insert(0, "W/");
        }
    }
}

} // namespace

std::string_view name_of(Coding coding) {
    constexpr std::array<std::string_view, 3> names{"", "gzip", "br"};
    return names.at(static_cast<std::size_t>(coding));
}

Coding preferred(std::string_view accept_encoding, Offered offered) {
    const int gzip = offered.gzip ? quality(accept_encoding, Coding::gzip) : 0;
    const int brotli = offered.brotli ? quality(accept_encoding, Coding::brotli) : 0;
    const int best = std::max(gzip, brotli);
    if (best == 0 || best < quality_in(accept_encoding, "identity").value_or(0)) {
        return Coding::identity;
    }
    return brotli == best ? Coding::brotli : Coding::gzip;
}

bool is_text(std::string_view content_type) {
    const std::string type =
        lower_case(without_space(content_type.substr(0, content_type.find(';'))));
    constexpr std::array<std::string_view, 6> others{
        "application/json", "application/xml", "application/javascript",
        "application/wasm", "image/svg+xml",   "application/x-ndjson"};
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
           std::ranges::find(others, type) != others.end();
}

std::string gzip(std::string_view content) {
    z_stream stream{};
    if (content.size() > std::numeric_limits<uInt>::max() / 2 ||
        ::deflateInit2(&stream, gzip_level, Z_DEFLATED, window_and_gzip, memory_level,
                       Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error{"content cannot be gzipped"};
    }
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end{&stream, ::deflateEnd};
    std::string out(::deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<const Bytef*>(content.data());
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (::deflate(&stream, Z_FINISH) != Z_STREAM_END) {
        throw std::runtime_error{"content cannot be gzipped"};
    }
    out.resize(stream.total_out);
    return out;
}

void add_gzip(HttpResponse& response) {
    const std::string_view content = response.content();
    if (response.status != 200 || content.size() < least_gzipped_bytes || response.gzipped_body ||
        response.part || !is_text(response.content_type) ||
        says(response, "content-encoding", "") || says(response, "cache-control", "no-transform")) {
        return;
    }
    std::string shorter = gzip(content);
    if (shorter.size() < content.size()) {
        response.gzipped_body = std::make_shared<const std::string>(std::move(shorter));
    }
}

void choose_coding(const HttpRequest& request, HttpResponse& response) {
    const bool may_vary = (response.status == 200 || response.status == 304) &&
                          is_text(response.content_type) && !says(response, "content-encoding", "");
    if (!may_vary) {
        return;
    }
    if (!says(response, "vary", "accept-encoding")) {
        response.headers.emplace_back("Vary", "Accept-Encoding");
    }
    const auto accepted = request.headers.find("accept-encoding");
    if (!response.gzipped_body || accepted == request.headers.end() ||
        preferred(accepted->second, {.gzip = true}) != Coding::gzip) {
        return;
    }
    weaken_tag(response);
    if (response.status == 200) {
        response.shared_body = std::move(response.gzipped_body);
        response.headers.emplace_back("Content-Encoding", name_of(Coding::gzip));
    }
}

} // namespace lanterne::service
