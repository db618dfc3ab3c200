#include "service/http_guard.hpp"

#include <algorithm>
#include <cctype>

#include "service/field_list.hpp"

namespace lanterne::service {

namespace {

bool is_named(const std::pair<std::string, std::string>& field, std::string_view lower_name) {
    return lower_case(field.first) == lower_name;
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 255 && std::ranges::all_of(host, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' ||
               c == ':' || c == '[' || c == ']' || c == '_';
    });
}

bool is_length(std::string_view text) {
    return !text.empty() && text.size() <= 18 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<HttpFault> check_framing(const RequestHead& head) {
    const std::size_t codings = head.count("transfer-encoding");
    const std::size_t lengths = head.count("content-length");
    if (codings > 0) {
        const std::string coding = lower_case(head.field("transfer-encoding"));
        if (head.version != 11 || codings != 1 || coding != "chunked" || lengths > 0) {
            return HttpFault{400, "transfer_encoding",
                             "Transfer-Encoding: chunked alone, in HTTP/1.1, without "
                             "Content-Length, would be right"};
        }
    }
    if (lengths > 1 || (lengths == 1 && !is_length(head.field("content-length")))) {
        return HttpFault{400, "content_length", "one Content-Length of digits would be right"};
    }
    return std::nullopt;
}

} // namespace

std::string lower_case(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

std::string_view RequestHead::field(std::string_view lower_case_name) const {
    const auto found =
        std::ranges::find_if(fields, [&](const auto& f) { return is_named(f, lower_case_name); });
    return found == fields.end() ? std::string_view{} : without_space(found->second);
}

std::size_t RequestHead::count(std::string_view lower_case_name) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(fields, [&](const auto& f) { return is_named(f, lower_case_name); }));
}

std::string RequestHead::all(std::string_view lower_case_name) const {
    std::string list;
    for (const auto& one : fields) {
        if (is_named(one, lower_case_name)) {
            list.append(list.empty() ? "" : ",").append(one.second);
        }
    }
    return list;
}

std::optional<HttpFault> check_head(std::string_view raw, const RequestHead& head) {
    if (raw.find("\r\n ") != std::string_view::npos ||
        raw.find("\r\n\t") != std::string_view::npos) {
        return HttpFault{400, "folded_line", "each header field on one line would be right"};
    }
    const bool is_get = head.method == "GET" || head.method == "HEAD";
    // libcrypto's HTTP client, which speaks CMP, speaks 1.0: where a length says how much comes,
    // nobody can read that differently.
    const bool is_sized_post = head.method == "POST" && head.count("content-length") == 1 &&
                               head.count("transfer-encoding") == 0;
    if (head.version != 11 && (head.version != 10 || (!is_get && !is_sized_post))) {
        return HttpFault{505, "version", "HTTP/1.1 would be right"};
    }
    if (head.count("host") != 1 || !is_host(head.field("host"))) {
        return HttpFault{400, "host", "exactly one Host field with a host would be right"};
    }
    if (!head.target.starts_with('/') || head.target.starts_with("//")) {
        return HttpFault{400, "target", "a target in origin form (/path?query) would be right"};
    }
    return check_framing(head);
}

bool is_same_origin(std::string_view origin, std::string_view host) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (origin.starts_with(scheme)) {
            return lower_case(origin.substr(scheme.size())) == lower_case(host);
        }
    }
    return false;
}

} // namespace lanterne::service
