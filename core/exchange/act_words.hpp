#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/plan/act.hpp"

namespace lanterne::exchange {

/// The words of plan::Ruled and plan::PenaltyKind, in the order of the enumerators.
inline constexpr std::array<std::string_view, 7> ruled_words{
    "racing",          "did_not_start", "did_not_finish", "lapped",
    "over_time_limit", "disqualified",  "not_classified"};
inline constexpr std::array<std::string_view, 7> penalty_words{"warning", "card",   "time",  "box",
                                                               "laps",    "places", "points"};
static_assert(static_cast<std::size_t>(plan::Ruled::not_classified) + 1 == ruled_words.size());
static_assert(static_cast<std::size_t>(plan::PenaltyKind::points) + 1 == penalty_words.size());

template<std::size_t N, class Enum>
constexpr std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
    return words.at(static_cast<std::size_t>(value));
}

template<class Enum, std::size_t N>
constexpr std::optional<Enum> value_of(const std::array<std::string_view, N>& words,
                                       std::string_view text) {
    for (std::size_t i = 0; i < N; ++i) {
        if (words.at(i) == text) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

/// What a read may come from.
constexpr bool is_read_source(std::string_view text) {
    return text == "chip" || text == "hand" || text == "unit";
}

} // namespace lanterne::exchange
