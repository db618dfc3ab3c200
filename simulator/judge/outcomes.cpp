#include "simulator/judge/outcomes.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace lanterne::simulator::judge {

namespace {

constexpr std::size_t most_examples = 20;

// What rules and judges may make of somebody who came in.
constexpr std::array<std::string_view, 5> came_in{"finished", "over_time_limit", "disqualified",
                                                  "lapped", "not_classified"};
constexpr std::array<std::string_view, 4> on_way{"racing", "off_course", "stopped", "silent"};
constexpr std::array<std::string_view, 2> not_there{"not_started", "did_not_start"};

template<class Words>
bool is_one_of(const Words& words, std::string_view status) {
    return std::ranges::find(words, status) != words.end();
}

bool is_wrong(TrueOutcome truth, std::string_view status) {
    switch (truth) {
    case TrueOutcome::finished: return !is_one_of(came_in, status);
    case TrueOutcome::not_started: return status == "finished" || is_one_of(on_way, status);
    case TrueOutcome::racing: return status == "finished" || is_one_of(not_there, status);
    case TrueOutcome::gave_up:
    case TrueOutcome::taken_in: return status == "finished";
    }
    return true;
}

} // namespace

void OutcomeVerdict::add(const std::string& bib, TrueOutcome truth, const std::string& status) {
    ++athletes;
    ++counts[{truth, status}];
    const bool is_out = truth == TrueOutcome::gave_up || truth == TrueOutcome::taken_in;
    unsaid += is_out && is_one_of(on_way, status) ? 1U : 0U;
    if (is_wrong(truth, status)) {
        ++wrong;
        if (examples.size() < most_examples) {
            examples.push_back(
                fmt::format("bib {} is said {}, truly {}", bib, status, to_text(truth)));
        }
    }
}

} // namespace lanterne::simulator::judge
