#include "simulator/judge/forecasts.hpp"

namespace lanterne::simulator::judge {

namespace {

constexpr std::chrono::minutes between{1};
constexpr std::chrono::minutes near{10};
constexpr std::chrono::minutes middle{60};

std::size_t horizon_of(Milliseconds ahead) {
    if (ahead < near) {
        return 0;
    }
    return ahead < middle ? 1 : 2;
}

} // namespace

void ForecastJudge::add(std::pair<std::size_t, std::size_t> point, const SaidArrival& arrival,
                        UtcTime said_at, std::optional<UtcTime> truth) {
    if (truth && *truth <= said_at) {
        return;
    }
    const auto [last, is_first] = last_.emplace(point, said_at);
    if (!is_first && said_at - last->second < between) {
        return;
    }
    last->second = said_at;
    if (!truth) {
        ++verdict_.never_came;
        return;
    }
    HorizonVerdict& horizon = verdict_.by_horizon.at(horizon_of(arrival.likely - said_at));
    horizon.inside.add(*truth >= arrival.early && *truth <= arrival.late);
    horizon.before_10.add(*truth < arrival.early);
    horizon.before_50.add(*truth < arrival.likely);
    horizon.before_90.add(*truth < arrival.late);
    horizon.error_s.add(static_cast<double>((arrival.likely - *truth).count()) / 1000);
}

} // namespace lanterne::simulator::judge
