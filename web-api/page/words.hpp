#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "web-api/forecasts/round_band.hpp"
#include "web-api/page/messages.hpp"

namespace lanterne::web::page {

/// "1:02:03", "4:05"; cut to the second, with a minus before zero. The browser writes the same
/// (web-api/site/src/words/words.ts).
std::string duration_text(Milliseconds duration);

/// When somebody is expected: the times that rounded() gives, as clocks show them.
struct BandText {
    Vagueness vagueness = Vagueness::minutes;
    std::string early;
    std::string likely;
    std::string late;
};

/// "finish about 10:42 (10:39–10:46)", "finish roughly 10:40 (10:25–10:55)", "finish between 10:15
/// and 11:30".
std::string arrival_words(const Messages& messages, std::string_view point, const BandText& band);

/// "finish 10:39–10:46": the same where there is little room.
std::string arrival_span(std::string_view point, const BandText& band);

/// "Of 212 expected times that came true in the last hour of racing, 79 % were inside their span
/// (80 % is right)."; empty of none.
std::string grade_words(const Messages& messages, std::uint64_t forecasts, std::uint64_t inside);

/// "not_started" becomes "not started".
std::string status_words(const Messages& messages, std::string_view status);

} // namespace lanterne::web::page
