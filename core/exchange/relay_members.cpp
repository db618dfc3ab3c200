#include "core/exchange/relay_members.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

std::string members_text(const std::vector<plan::Member>& members) {
    std::string text;
    for (const plan::Member& member : members) {
        text += fmt::format("{}{}={}", text.empty() ? "" : "; ", member.leg, member.name);
    }
    return text;
}

std::vector<plan::Member> members_in(std::string_view text) {
    std::vector<plan::Member> members;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = std::min(one.find('='), one.size());
        members.push_back(
            {.leg = std::string{trimmed(one.substr(0, equals))},
             .name = std::string{trimmed(one.substr(std::min(equals + 1, one.size())))}});
    }
    return members;
}

} // namespace lanterne::exchange
