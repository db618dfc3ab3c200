#include "core/scoring/publishing/publication.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace lanterne::scoring {
namespace {

constexpr std::array<std::string_view, 6> names{"live",     "provisional", "protest",
                                                "official", "amended",     "annulled"};

} // namespace

std::string_view to_text(ResultState state) { return names.at(static_cast<std::size_t>(state)); }

std::optional<ResultState> parse_result_state(std::string_view text) {
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<ResultState>(found - names.begin())};
}

bool may_follow(ResultState before, ResultState next) {
    switch (before) {
    case ResultState::live:
        return next == ResultState::live || next == ResultState::provisional ||
               next == ResultState::annulled;
    case ResultState::provisional:
    case ResultState::protest:
        return next == ResultState::provisional || next == ResultState::protest ||
               next == ResultState::official || next == ResultState::annulled;
    case ResultState::official:
    case ResultState::amended: return next == ResultState::amended || next == ResultState::annulled;
    case ResultState::annulled: break;
    }
    return false;
}

tl::expected<Publication, std::string> next_publication(const std::optional<Publication>& before,
                                                        Publication next) {
    if (!before) {
        if (next.state != ResultState::live && next.state != ResultState::provisional) {
            return tl::unexpected{fmt::format("the first results are live or provisional, not {}",
                                              to_text(next.state))};
        }
        next.revision = 1;
        return next;
    }
    if (!may_follow(before->state, next.state)) {
        return tl::unexpected{fmt::format("{} results do not become {}", to_text(before->state),
                                          to_text(next.state))};
    }
    if (next.entries.empty()) {
        const ResultState state = next.state;
        next = *before;
        next.state = state;
    }
    next.revision = before->revision + 1;
    return next;
}

} // namespace lanterne::scoring
