#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "core/base/time.hpp"

/// Fields of JSON from outside: what is missing, or of another kind, is nothing.
namespace lanterne::simulator {

std::optional<std::string> text_in(const boost::json::object& object, std::string_view key);
std::optional<double> number_in(const boost::json::object& object, std::string_view key);
/// A whole number from 0 on.
std::optional<std::uint64_t> count_in(const boost::json::object& object, std::string_view key);
std::optional<UtcTime> time_in(const boost::json::object& object, std::string_view key);
bool is_true_in(const boost::json::object& object, std::string_view key);
/// nullptr: nothing.
const boost::json::array* array_in(const boost::json::object& object, std::string_view key);
const boost::json::object* object_in(const boost::json::object& object, std::string_view key);

/// The whole text as one object, nested at most 32 deep; nothing for anything else.
std::optional<boost::json::object> parse_object(std::string_view text);

} // namespace lanterne::simulator
