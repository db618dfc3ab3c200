#include "web-api/page/words.hpp"

#include <string>

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

std::string arrival_words(const Messages& messages, std::string_view point, const BandText& band) {
    const Messages::Values values{{"point", std::string{point}},
                                  {"early", band.early},
                                  {"likely", band.likely},
                                  {"late", band.late}};
    switch (band.vagueness) {
    case Vagueness::minutes: return messages.text("arrival.about", values);
    case Vagueness::five_minutes: return messages.text("arrival.roughly", values);
    case Vagueness::quarters: break;
    }
    return messages.text("arrival.between", values);
}

std::string arrival_span(std::string_view point, const BandText& band) {
    return fmt::format("{} {}–{}", point, band.early, band.late);
}

std::string grade_words(const Messages& messages, std::uint64_t forecasts, std::uint64_t inside) {
    if (forecasts == 0) {
        return {};
    }
    const std::uint64_t percent = (200 * inside + forecasts) / (2 * forecasts);
    return messages.text(
        "grade", {{"forecasts", std::to_string(forecasts)}, {"percent", std::to_string(percent)}});
}

std::string status_words(const Messages& messages, std::string_view status) {
    const std::string key = "status." + std::string{status};
    return messages.has(key) ? messages.text(key) : std::string{status};
}

} // namespace lanterne::web::page
