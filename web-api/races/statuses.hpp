#pragma once

#include <string>
#include <vector>

#include "core/wire/live.hpp"

namespace lanterne::web {

/// Nothing more happens to the entry, unless a person says otherwise.
constexpr bool has_ended(wire::RaceStatus status) {
    return status == wire::RaceStatus::finished || wire::is_out(status);
}

/// How far along the course it is may be told: it races, as far as anybody knows on the course, or
/// waits, or has finished. Where others are on their way home is nobody's business.
constexpr bool tells_along(wire::RaceStatus status) {
    switch (status) {
    case wire::RaceStatus::not_started:
    case wire::RaceStatus::racing:
    case wire::RaceStatus::stopped:
    case wire::RaceStatus::silent:
    case wire::RaceStatus::finished: return true;
    default: return false;
    }
}

/// The words of race.standing.status for those that wire::is_out(), and for those that
/// has_ended(): parameters of SQL that asks for them.
std::vector<std::string> words_of_out();
std::vector<std::string> words_of_ended();

} // namespace lanterne::web
