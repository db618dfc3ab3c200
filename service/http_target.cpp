#include "service/http_target.hpp"

#include <algorithm>
#include <optional>

#include "service/json_text.hpp"

namespace lanterne::service {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum class Plus { is_plus, is_space };

std::optional<std::string> decode(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && plus == Plus::is_space) {
            out += ' ';
        } else if (text[at] != '%') {
            out += text[at];
        } else {
            const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
            const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            out += static_cast<char>(high * 16 + low);
            at += 2;
        }
    }
    const bool has_control = std::ranges::any_of(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return has_control || !is_utf8(out) ? std::nullopt : std::optional{out};
}

bool may_be_segment(std::string_view decoded) {
    return decoded != "." && decoded != ".." &&
           decoded.find_first_of("/\\") == std::string_view::npos;
}

std::optional<std::string> add_segments(std::string_view path, HttpTarget& target) {
    path.remove_prefix(1);
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto segment = decode(path.substr(0, slash), Plus::is_plus);
        if (!segment || segment->empty() || !may_be_segment(*segment)) {
            return "a path of plain segments would be right: no dots alone, no encoded slash, "
                   "backslash or control character, no empty segment, UTF-8";
        }
        target.segments.push_back(*segment);
        if (slash != std::string_view::npos && slash + 1 == path.size()) {
            target.segments.emplace_back();
        }
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return std::nullopt;
}

std::optional<std::string> add_query(std::string_view query, HttpTarget& target) {
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
        if (pair.empty()) {
            continue;
        }
        const auto equals = pair.find('=');
        const auto name = decode(pair.substr(0, equals), Plus::is_space);
        const auto value = equals == std::string_view::npos
                               ? std::optional<std::string>{""}
                               : decode(pair.substr(equals + 1), Plus::is_space);
        if (!name || !value) {
            return "a query of UTF-8 in percent encoding, without control characters, would be "
                   "right";
        }
        if (target.query.size() == max_query_parameters) {
            return "at most 32 query parameters would be right";
        }
        target.query.emplace(*name, *value);
    }
    return std::nullopt;
}

} // namespace

Result<HttpTarget, std::string> parse_target(std::string_view target) {
    if (target.empty() || target.front() != '/' || target.find('#') != std::string_view::npos) {
        return tl::unexpected{std::string{"a target in origin form (/path?query) would be right"}};
    }
    const auto mark = target.find('?');
    const std::string_view path = target.substr(0, mark);
    HttpTarget result;
    result.path = path;
    if (auto fault = add_segments(path, result)) {
        return tl::unexpected{std::move(*fault)};
    }
    if (mark != std::string_view::npos) {
        if (auto fault = add_query(target.substr(mark + 1), result)) {
            return tl::unexpected{std::move(*fault)};
        }
    }
    return result;
}

} // namespace lanterne::service
