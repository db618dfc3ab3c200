#include "service/json_text.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

namespace lanterne::service {

namespace {

/// How long the sequence is that this byte leads, and the least code point of that length.
struct Lead {
    std::size_t length;
    std::uint32_t bits;
    std::uint32_t least;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) {
        return {1, byte, 0};
    }
    if (byte >= 0xC0 && byte < 0xE0) {
        return {2, byte & 0x1FU, 0x80};
    }
    if (byte >= 0xE0 && byte < 0xF0) {
        return {3, byte & 0x0FU, 0x800};
    }
    if (byte >= 0xF0 && byte < 0xF8) {
        return {4, byte & 0x07U, 0x10000};
    }
    return {0, 0, 0};
}

} // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        case '<': out += "\\u003c"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

std::string json_text(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_json_text(out, text);
    return out;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
        if (lead.length == 0 || lead.length > text.size()) {
            return false;
        }
        std::uint32_t code = lead.bits;
        for (const char c : text.substr(1, lead.length - 1)) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte & 0xC0U) != 0x80U) {
                return false;
            }
            code = (code << 6U) | (byte & 0x3FU);
        }
        if (code < lead.least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
            return false;
        }
        text.remove_prefix(lead.length);
    }
    return true;
}

} // namespace lanterne::service
