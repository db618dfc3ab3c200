#include "core/course/checks/finding.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

namespace lanterne::course {

std::string_view to_text(Severity severity) {
    constexpr std::array<std::string_view, 3> names{"advice", "warning", "serious"};
    return names.at(static_cast<std::size_t>(severity));
}

std::string_view to_text(Check check) {
    constexpr std::array<std::string_view, 10> names{
        "gap",       "zigzag", "direction", "overlap",   "drawn laps",
        "elevation", "gate",   "join",      "short cut", "short lap"};
    return names.at(static_cast<std::size_t>(check));
}

std::vector<Finding> worst_of(std::vector<std::pair<double, Finding>> weighed) {
    std::ranges::stable_sort(weighed,
                             [](const auto& a, const auto& b) { return a.first > b.first; });
    if (weighed.size() > max_findings) {
        weighed.erase(weighed.begin() + max_findings, weighed.end());
    }
    std::vector<Finding> findings;
    findings.reserve(weighed.size());
    for (auto& [weight, finding] : weighed) {
        findings.push_back(std::move(finding));
    }
    std::ranges::stable_sort(findings, {}, &Finding::in_lap);
    return findings;
}

Finding finding_at(const Course& course, std::size_t leg, Metres in_lap, Check check,
                   Severity severity, std::string words) {
    return {.check = check,
            .severity = severity,
            .leg = leg,
            .in_lap = in_lap,
            .position = course.legs()[leg].line.at(in_lap),
            .words = std::move(words)};
}

std::string kilometre(Metres in_lap) { return fmt::format("km {:.2f}", in_lap.value / 1'000); }

} // namespace lanterne::course
