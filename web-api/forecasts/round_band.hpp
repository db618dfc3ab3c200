#pragma once

#include "core/base/time.hpp"

namespace lanterne::web {

/// How a band of arrival is said: to the minute; the wider it is, the rounder, and above an hour
/// without a middle. The browser says the same (web-api/site/src/words/words.ts).
enum class Vagueness { minutes, five_minutes, quarters };

/// To 12 minutes wide, to 60, wider.
Vagueness vagueness_of(Milliseconds width);

Milliseconds step_of(Vagueness vagueness);

/// To what that rounds: the earlier end down, the later up, the middle to the nearest. Every time
/// zone there is differs from UTC by whole quarters of an hour.
struct RoundBand {
    UtcTime early;
    UtcTime likely;
    UtcTime late;

    bool operator==(const RoundBand&) const = default;
};

RoundBand rounded(UtcTime early, UtcTime likely, UtcTime late);

} // namespace lanterne::web
