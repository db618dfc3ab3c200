#include "simulator/truth/true_result.hpp"

#include <algorithm>
#include <array>

namespace lanterne::simulator {

namespace {

constexpr std::array<std::string_view, 5> outcomes{"not_started", "racing", "finished", "gave_up",
                                                   "taken_in"};

} // namespace

std::string_view to_text(TrueOutcome outcome) {
    return outcomes.at(static_cast<std::size_t>(outcome));
}

std::optional<TrueOutcome> parse_true_outcome(std::string_view text) {
    const auto found = std::ranges::find(outcomes, text);
    return found == outcomes.end()
               ? std::nullopt
               : std::optional{static_cast<TrueOutcome>(found - outcomes.begin())};
}

} // namespace lanterne::simulator
