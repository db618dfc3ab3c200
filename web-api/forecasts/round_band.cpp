#include "web-api/forecasts/round_band.hpp"

namespace lanterne::web {

namespace {

UtcTime floor_to(UtcTime time, Milliseconds step) {
    const auto since = time.time_since_epoch();
    const auto rest = since % step;
    return UtcTime{since - (rest < Milliseconds{0} ? rest + step : rest)};
}

} // namespace

Vagueness vagueness_of(Milliseconds width) {
    using std::chrono::minutes;
    return width <= minutes{12}   ? Vagueness::minutes
           : width <= minutes{60} ? Vagueness::five_minutes
                                  : Vagueness::quarters;
}

Milliseconds step_of(Vagueness vagueness) {
    switch (vagueness) {
    case Vagueness::minutes: return std::chrono::minutes{1};
    case Vagueness::five_minutes: return std::chrono::minutes{5};
    case Vagueness::quarters: break;
    }
    return std::chrono::minutes{15};
}

RoundBand rounded(UtcTime early, UtcTime likely, UtcTime late) {
    const Milliseconds step = step_of(vagueness_of(late - early));
    return {.early = floor_to(early, step),
            .likely = floor_to(likely + step / 2, step),
            .late = floor_to(late + step - Milliseconds{1}, step)};
}

} // namespace lanterne::web
