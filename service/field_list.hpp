#pragma once

#include <string_view>
#include <vector>

namespace lanterne::service {

/// The text without the spaces and tabs around it.
std::string_view without_space(std::string_view text);

/// The items of a header field that is a list (RFC 9110 section 5.6.1), without the space around
/// them; empty ones are left out. They live as long as the field's text.
std::vector<std::string_view> list_items(std::string_view field, char separator = ',');

/// Whether the list has that word, in upper or lower case.
bool has_item(std::string_view field, std::string_view lower_case_word);

} // namespace lanterne::service
