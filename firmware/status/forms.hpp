#pragma once

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/base/fix.hpp"
#include "core/wire/status.hpp"
#include "firmware/sending/profile.hpp"
#include "firmware/status/findings.hpp"

/// What the forms of a status have in common.
namespace lanterne::firmware {

template<class Value>
concept WholeNumber = std::integral<Value> && !std::same_as<Value, bool>;

/// What is one of a few, and has a word for each.
template<class Value>
concept Choice = std::is_enum_v<Value>;

template<class Value>
concept Angle = std::same_as<Value, Latitude> || std::same_as<Value, Longitude>;

template<class Value>
struct WithoutOptional {
    using Type = Value;
};

template<class Value>
struct WithoutOptional<std::optional<Value>> {
    using Type = Value;
};

/// In the order of their numbers.
template<Choice Value>
inline constexpr std::array<std::string_view, 0> words_of{};

template<>
inline constexpr std::array<std::string_view, 4> words_of<FixMode>{"unknown", "none", "2d", "3d"};

template<>
inline constexpr std::array<std::string_view, 4> words_of<Profile>{
    to_text(Profile::sleep), to_text(Profile::ready), to_text(Profile::race),
    to_text(Profile::economy)};

template<>
inline constexpr std::array<std::string_view, 4> words_of<wire::Network>{"none", "ethernet", "wifi",
                                                                         "cellular"};

template<>
inline constexpr std::array<std::string_view, 3> words_of<Urgency>{"call", "look", "well"};

template<Choice Value>
constexpr std::string_view word_of(Value choice) {
    return words_of<Value>[static_cast<std::size_t>(choice)];
}

/// In quotes, as both TOML and JSON take it, and TomlReader after that: at most 255 letters; those
/// that are not printable ASCII, and dots beyond the reader's limit, become question marks.
std::string quoted(std::string_view text);

} // namespace lanterne::firmware
