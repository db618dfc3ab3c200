#include "simulator/judge/positions.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::simulator::judge {

namespace {

constexpr double lap_share = 0.1;
constexpr double lap_slack_m = 50;
constexpr Milliseconds least_slice{60'000};

bool is_on_course(Doing doing) { return doing == Doing::racing || doing == Doing::standing; }

} // namespace

bool is_another_lap(const TrueLeg& leg, double error_m) {
    const double lap = leg.lap_m();
    if (leg.laps < 2 || lap <= 0) {
        return false;
    }
    const double laps = std::round(std::abs(error_m) / lap);
    // On a lap of 100 m fifty metres would be any place: never nearer to none than to one.
    const double slack = std::min(std::max(lap_slack_m, lap_share * lap), 0.4 * lap);
    return laps >= 1 && std::abs(std::abs(error_m) - laps * lap) <= slack;
}

PositionJudge::PositionJudge(const TruthRace& race, UtcTime begin, Milliseconds lasts)
    : race_{race}, begin_{begin}, is_on_wrong_lap_(race.entries.size()) {
    const auto whole = lasts / static_cast<std::int64_t>(most_slices);
    verdict_.slice =
        std::max<Milliseconds>(std::chrono::ceil<std::chrono::minutes>(whole), least_slice);
}

void PositionJudge::add(std::size_t entry, UtcTime fix_time, double said_m,
                        const ToldMoment& truth) {
    const double error = said_m - truth.along_m();
    verdict_.by_doing[truth.doing].add(error);
    if (!is_on_course(truth.doing)) {
        return;
    }
    const TrueLeg& leg = race_.courses[race_.entries[entry].course].leg_at(truth.along_m());
    verdict_.error_m.add(error);
    verdict_.by_sport[leg.sport].add(error);
    const bool is_wrong = is_another_lap(leg, error);
    verdict_.wrong_lap_fixes += is_wrong ? 1U : 0U;
    verdict_.wrong_laps += is_wrong && !is_on_wrong_lap_[entry] ? 1U : 0U;
    is_on_wrong_lap_[entry] = is_wrong;
    const auto slice = (fix_time - begin_) / verdict_.slice;
    if (slice >= 0 && slice <= static_cast<std::int64_t>(most_slices)) {
        const auto at = static_cast<std::size_t>(slice);
        if (verdict_.over_time.size() <= at) {
            verdict_.over_time.resize(at + 1);
        }
        verdict_.over_time[at].add(error);
    }
}

} // namespace lanterne::simulator::judge
