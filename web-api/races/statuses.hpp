#pragma once

#include <string>
#include <vector>

#include "core/wire/live.hpp"

namespace lanterne::web {

/// Nothing more happens to the entry, unless a person says otherwise.
constexpr bool has_ended(wire::RaceStatus status) {
    return status == wire::RaceStatus::finished || wire::is_out(status);
}

/// The words of race.standing.status for those that wire::is_out(), and for those that
/// has_ended(): parameters of SQL that asks for them.
std::vector<std::string> words_of_out();
std::vector<std::string> words_of_ended();

} // namespace lanterne::web
