#include "web-api/page/words.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace lanterne::web::page {

std::string duration_text(Milliseconds duration) {
    const std::int64_t total = (duration.count() < 0 ? -duration.count() : duration.count()) / 1000;
    const std::string_view sign = duration.count() < 0 && total > 0 ? "−" : "";
    const std::int64_t hours = total / 3600;
    const std::int64_t minutes = total / 60 % 60;
    return hours > 0 ? fmt::format("{}{}:{:02}:{:02}", sign, hours, minutes, total % 60)
                     : fmt::format("{}{}:{:02}", sign, minutes, total % 60);
}

std::string arrival_words(std::string_view point, Vagueness vagueness, std::string_view early,
                          std::string_view likely, std::string_view late) {
    if (vagueness == Vagueness::quarters) {
        return fmt::format("{} between {} and {}", point, early, late);
    }
    const std::string_view how = vagueness == Vagueness::minutes ? "about" : "roughly";
    return fmt::format("{} {} {} ({}–{})", point, how, likely, early, late);
}

std::string arrival_span(std::string_view point, std::string_view early, std::string_view late) {
    return fmt::format("{} {}–{}", point, early, late);
}

std::string grade_words(std::uint64_t forecasts, std::uint64_t inside) {
    if (forecasts == 0) {
        return {};
    }
    return fmt::format("Of {} expected times that came true in the last hour of racing, {} % were "
                       "inside their span (80 % is right).",
                       forecasts, (200 * inside + forecasts) / (2 * forecasts));
}

std::string status_words(std::string_view status) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 13> words{{
        {"not_started", "not started"},
        {"racing", "racing"},
        {"off_course", "off course"},
        {"stopped", "stopped"},
        {"silent", "silent"},
        {"finished", "finished"},
        {"over_time_limit", "over the limit"},
        {"did_not_finish", "did not finish"},
        {"did_not_start", "did not start"},
        {"disqualified", "disqualified"},
        {"unscored", "not scored"},
        {"lapped", "lapped"},
        {"not_classified", "not classified"},
    }};
    for (const auto& [name, said] : words) {
        if (name == status) {
            return std::string{said};
        }
    }
    return std::string{status};
}

} // namespace lanterne::web::page
