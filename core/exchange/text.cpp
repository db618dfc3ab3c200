#include "core/exchange/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace lanterne::exchange {

namespace {

constexpr std::size_t max_shown_bytes = 40;

/// Longer names are not compared: the work grows with the square.
constexpr std::size_t max_compared_bytes = 64;

unsigned byte_at(std::string_view bytes, std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
}

bool is_continuation(unsigned byte) { return (byte & 0xC0U) == 0x80U; }

/// How many bytes the character at `i` has; 0: it is none. The table of RFC 3629, section 4.
std::size_t character_size(std::string_view bytes, std::size_t i) {
    const unsigned first = byte_at(bytes, i);
    const unsigned second = byte_at(bytes, i + 1);
    if (first < 0x80) {
        return first == 0 ? 0 : 1;
    }
    if (first < 0xC2 || first > 0xF4 || !is_continuation(second)) {
        return 0;
    }
    if (first < 0xE0) {
        return 2;
    }
    const bool three = is_continuation(byte_at(bytes, i + 2));
    if (first < 0xF0) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second > 0x9F;
        return three && !overlong && !surrogate ? 3 : 0;
    }
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool too_high = first == 0xF4 && second > 0x8F;
    return three && is_continuation(byte_at(bytes, i + 3)) && !overlong && !too_high ? 4 : 0;
}

/// Levenshtein's distance.
std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string lower(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

std::optional<std::size_t> first_not_text(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t size = character_size(bytes, i);
        if (size == 0) {
            return i;
        }
        i += size;
    }
    return std::nullopt;
}

std::string_view without_byte_order_mark(std::string_view bytes) {
    return bytes.substr(bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    const auto end = text.find_last_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, end - begin + 1);
}

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return is_control(c) || c == '\x7F'; });
}

std::string shown(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size()) {
        const std::size_t character = std::max<std::size_t>(1, character_size(text, size));
        if (size + character > max_shown_bytes) {
            break;
        }
        size += character;
    }
    std::string cut{text.substr(0, size)};
    std::ranges::replace_if(
        cut, [](char c) { return is_control(c) || c == '\x7F'; }, '?');
    return fmt::format("\"{}{}\"", cut, size < text.size() ? "..." : "");
}

std::optional<std::string> most_alike(std::string_view name,
                                      const std::vector<std::string>& names) {
    if (name.size() > max_compared_bytes) {
        return std::nullopt;
    }
    const std::string wanted = lower(name);
    // A third of the letters may differ, and two always: neighbours change places.
    std::size_t fewest = std::min(std::max<std::size_t>(2, name.size() / 3) + 1, name.size());
    std::optional<std::string> best;
    for (const std::string& candidate : names) {
        if (candidate.size() > max_compared_bytes) {
            continue;
        }
        const std::size_t edits = edits_between(wanted, lower(candidate));
        if (edits < fewest) {
            fewest = edits;
            best = candidate;
        }
    }
    return best;
}

std::optional<double> parse_number(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) {
            return std::nullopt;
        }
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional{value} : std::nullopt;
}

LineIndex::LineIndex(std::string_view text) {
    for (auto end = text.find('\n'); end != std::string_view::npos;
         end = text.find('\n', end + 1)) {
        ends_.push_back(end);
    }
}

std::size_t LineIndex::line_at(std::size_t offset) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(ends_, offset) - ends_.begin()) + 1;
}

} // namespace lanterne::exchange
