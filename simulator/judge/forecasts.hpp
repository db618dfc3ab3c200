#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

#include "core/base/time.hpp"
#include "simulator/judge/spread.hpp"
#include "simulator/said/said_frame.hpp"

namespace lanterne::simulator::judge {

inline constexpr std::array<std::string_view, 3> horizon_names{"near", "middle", "far"};

/// Forecasts that looked about as far ahead: under ten minutes, to an hour, beyond.
struct HorizonVerdict {
    Share inside;    ///< the athlete came between the 10 and the 90 % that were said: 0.8 is right
    Share before_10; ///< it came before the 10 %: 0.1 is right; and so on
    Share before_50;
    Share before_90;
    Spread error_s; ///< likely arrival less the true one

    std::uint64_t count() const { return inside.whole; }
};

struct ForecastVerdict {
    std::array<HorizonVerdict, 3> by_horizon;
    std::uint64_t never_came = 0; ///< forecasts of who never passed that point
};

/// Judges arrivals that were said. Of an athlete at a point at most one each minute of race time
/// counts: one that moves all the time is no more worth than one that stays.
class ForecastJudge {
public:
    /// Said at that race time. `truth`: when the athlete truly passed; nothing: it never did.
    /// `point` names athlete and point. One that is said after the passing counts nowhere.
    void add(std::pair<std::size_t, std::size_t> point, const SaidArrival& arrival, UtcTime said_at,
             std::optional<UtcTime> truth);

    const ForecastVerdict& verdict() const { return verdict_; }

private:
    ForecastVerdict verdict_;
    std::map<std::pair<std::size_t, std::size_t>, UtcTime> last_;
};

} // namespace lanterne::simulator::judge
