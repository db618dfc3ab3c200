#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanterne::exchange {

/// The offset of the first byte that is not UTF-8 (overlong forms and surrogates are not), or that
/// is a zero; nothing when all of it is text.
std::optional<std::size_t> first_not_text(std::string_view bytes);

/// Without the three bytes that some programs put before UTF-8.
std::string_view without_byte_order_mark(std::string_view bytes);

/// Without spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

/// With the letters A to Z made small; all others stay.
std::string lower(std::string_view text);

/// Below the space; no byte of a longer character is. A char may be signed or not: both are seen.
constexpr bool is_control(char c) {
    return static_cast<unsigned char>(c) < static_cast<unsigned char>(' ');
}

/// True when a byte is a control character (tabs and line ends are).
bool has_control_characters(std::string_view text);

/// A value from outside as a message may show it: in quotes, cut at 40 bytes, control characters
/// as '?'.
std::string shown(std::string_view text);

/// The name that is most like the given one, if one is alike enough to have been meant.
std::optional<std::string> most_alike(std::string_view name, const std::vector<std::string>& names);

/// The whole text as a number in C's notation, whatever the locale; finite.
std::optional<double> parse_number(std::string_view text);

/// The whole text as a decimal integer.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// Says on which line of a text an offset lies.
class LineIndex {
public:
    explicit LineIndex(std::string_view text);
    std::size_t line_at(std::size_t offset) const; ///< from 1

private:
    std::vector<std::size_t> ends_;
};

} // namespace lanterne::exchange
