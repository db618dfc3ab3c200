#include "simulator/truth/json_fields.hpp"

#include <cmath>

namespace lanterne::simulator {

namespace json = boost::json;

std::optional<std::string> text_in(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string()
               ? std::optional{std::string{std::string_view{value->get_string()}}}
               : std::nullopt;
}

std::optional<double> number_in(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr || !value->is_number()) {
        return std::nullopt;
    }
    const double number = value->to_number<double>();
    return std::isfinite(number) ? std::optional{number} : std::nullopt;
}

std::optional<std::uint64_t> count_in(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    boost::system::error_code error;
    const auto number =
        value == nullptr ? std::uint64_t{0} : value->to_number<std::uint64_t>(error);
    return value == nullptr || error ? std::nullopt : std::optional{number};
}

std::optional<UtcTime> time_in(const json::object& object, std::string_view key) {
    const auto text = text_in(object, key);
    return text ? parse_time(*text) : std::nullopt;
}

bool is_true_in(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

const json::array* array_in(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_array();
}

const json::object* object_in(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_object();
}

std::optional<json::object> parse_object(std::string_view text) {
    boost::system::error_code error;
    json::value value = json::parse(text, error); // nested at most 32 deep, by its own default
    if (error || !value.is_object()) {
        return std::nullopt;
    }
    return std::move(value.get_object());
}

} // namespace lanterne::simulator
