#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace lanterne::web {

/// A whole decimal number and nothing else; nothing for anything else, or what does not fit.
template<class Number>
std::optional<Number> whole_in(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number}
                                                                    : std::nullopt;
}

} // namespace lanterne::web
