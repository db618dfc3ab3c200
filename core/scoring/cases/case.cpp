#include "core/scoring/cases/case.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace lanterne::scoring {
namespace {

constexpr std::size_t max_identity = 200;

bool may_come_again(CaseKind kind) {
    switch (kind) {
    case CaseKind::off_course:
    case CaseKind::still_too_long:
    case CaseKind::silent:
    case CaseKind::implausible_speed: return true;
    default: return false;
    }
}

std::string window_of(UtcTime from) {
    const UtcTime begin = std::chrono::floor<std::chrono::minutes>(from);
    const std::int64_t late = to_ms(begin) % case_window.count();
    return lanterne::to_text(begin - Milliseconds{late}).substr(0, 16) + "Z"; // to the minute
}

// The window that an identity ends with.
std::optional<UtcTime> window_in(std::string_view last) {
    return last.size() == 17 ? parse_time(std::string{last.substr(0, 16)} + ":00Z") : std::nullopt;
}

} // namespace

std::string_view to_text(CaseKind kind) {
    constexpr std::array<std::string_view, 14> names{
        "off-course",         "missing-point", "two-histories",
        "still-too-long",     "silent",        "implausible-speed",
        "two-units",          "no-unit",       "wrong-clock",
        "witnesses-disagree", "over-limit",    "not-separated",
        "drafting",           "unscored"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string identity_of(const Case& one) {
    std::string identity =
        fmt::format("{}/{}/{}/{}", to_text(one.kind), one.bib ? one.bib->text() : "-",
                    one.at ? fmt::format("{}:{}", one.at->point, one.at->lap) : "-",
                    one.subject.empty() ? "-" : one.subject);
    const std::string window = may_come_again(one.kind) ? "/" + window_of(one.from) : std::string{};
    identity.resize(std::min(identity.size(), max_identity - window.size()));
    return identity + window;
}

bool is_same_case(std::string_view identity, std::string_view other) {
    if (identity == other) {
        return true;
    }
    const std::size_t slash = identity.rfind('/');
    const std::size_t other_slash = other.rfind('/');
    if (slash == std::string_view::npos || other_slash == std::string_view::npos ||
        identity.substr(0, slash) != other.substr(0, other_slash)) {
        return false;
    }
    const auto window = window_in(identity.substr(slash + 1));
    const auto other_window = window_in(other.substr(other_slash + 1));
    return window && other_window && std::chrono::abs(*window - *other_window) <= case_window;
}

} // namespace lanterne::scoring
