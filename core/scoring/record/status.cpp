#include "core/scoring/record/status.hpp"

#include <algorithm>
#include <array>

namespace lanterne::scoring {
namespace {

constexpr std::array<std::string_view, 13> names{
    "not_started", "racing",          "off_course",     "stopped",       "silent",
    "finished",    "over_time_limit", "did_not_finish", "did_not_start", "disqualified",
    "unscored",    "lapped",          "not_classified"};

} // namespace

std::string_view to_text(Status status) { return names.at(static_cast<std::size_t>(status)); }

std::optional<Status> parse_status(std::string_view text) {
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<Status>(found - names.begin())};
}

} // namespace lanterne::scoring
