#include "core/base/ids.hpp"

#include <algorithm>

namespace lanterne {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

} // namespace

bool UnitSerialRule::allows(std::string_view text) {
    return text.size() >= 6 && text.size() <= 16 &&
           std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c); });
}

bool BibRule::allows(std::string_view text) {
    return !text.empty() && text.size() <= 8 && std::ranges::all_of(text, [](char c) {
        return is_lower(c) || is_upper(c) || is_digit(c) || c == '-';
    });
}

bool SlugRule::allows(std::string_view text) {
    const auto is_word = [](char c) { return is_lower(c) || is_digit(c); };
    return !text.empty() && text.size() <= 64 && is_word(text.front()) && is_word(text.back()) &&
           text.find("--") == std::string_view::npos &&
           std::ranges::all_of(text, [&](char c) { return is_word(c) || c == '-'; });
}

} // namespace lanterne
