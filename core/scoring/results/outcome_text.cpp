#include "core/scoring/results/outcome_text.hpp"

#include <array>
#include <cstddef>

namespace lanterne::scoring::results {

std::string_view to_text(plan::Outcome outcome) {
    constexpr std::array<std::string_view, 9> names{
        "finished",       "racing",         "not_started",  "lapped",       "over_time_limit",
        "not_classified", "did_not_finish", "disqualified", "did_not_start"};
    return names.at(static_cast<std::size_t>(outcome));
}

std::string_view short_text(plan::Outcome outcome) {
    constexpr std::array<std::string_view, 9> names{"",   "",    "",    "LAP", "OTL",
                                                    "NC", "DNF", "DSQ", "DNS"};
    return names.at(static_cast<std::size_t>(outcome));
}

} // namespace lanterne::scoring::results
