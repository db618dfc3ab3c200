#include "web-api/races/statuses.hpp"

namespace lanterne::web {

namespace {

using wire::RaceStatus;

std::vector<std::string> words_of(bool (*is_one)(RaceStatus)) {
    std::vector<std::string> words;
    for (int i = 0; i <= static_cast<int>(RaceStatus::not_classified); ++i) {
        if (const auto status = static_cast<RaceStatus>(i); is_one(status)) {
            words.emplace_back(wire::to_text(status));
        }
    }
    return words;
}

} // namespace

std::vector<std::string> words_of_out() { return words_of(wire::is_out); }

std::vector<std::string> words_of_ended() { return words_of(has_ended); }

} // namespace lanterne::web
