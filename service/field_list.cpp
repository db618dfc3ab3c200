#include "service/field_list.hpp"

#include <algorithm>

#include "service/http_guard.hpp"

namespace lanterne::service {

std::string_view without_space(std::string_view text) {
    constexpr std::string_view space = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
    return text.substr(0, text.find_last_not_of(space) + 1);
}

std::vector<std::string_view> list_items(std::string_view field, char separator) {
    std::vector<std::string_view> items;
    while (!field.empty()) {
        const auto end = field.find(separator);
        const std::string_view item = without_space(field.substr(0, end));
        field = end == std::string_view::npos ? std::string_view{} : field.substr(end + 1);
        if (!item.empty()) {
            items.push_back(item);
        }
    }
    return items;
}

bool has_item(std::string_view field, std::string_view lower_case_word) {
    return std::ranges::any_of(list_items(field), [&](std::string_view item) {
        return lower_case(item) == lower_case_word;
    });
}

} // namespace lanterne::service
