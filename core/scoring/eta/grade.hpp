#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace lanterne::scoring::eta {

/// Forecasts by how far ahead they looked: under ten minutes, to an hour, beyond.
enum class Horizon : std::uint8_t { near, middle, far };
Horizon horizon_of(double seconds);

/// How good the forecasts were whose hour has come.
struct Grade {
    std::uint32_t forecasts = 0;
    double inside = 0; ///< share between the 10 and the 90 % quantile
    double loss_s = 0; ///< mean pinball loss of the three quantiles, in seconds
};

/// The mean of the pinball losses of the 10, 50 and 90 % quantiles.
double pinball_loss(double early, double likely, double late, double truth);

/// The grades of the hour before, by minutes.
class Grades {
public:
    void take(double t, Horizon horizon, double early, double likely, double late, double truth);

    /// Of the hour before t.
    Grade last_hour(double t, Horizon horizon) const;

private:
    struct Minute {
        std::int64_t minute = -1;
        std::uint32_t forecasts = 0;
        std::uint32_t inside = 0;
        double loss = 0;
    };

    std::array<std::array<Minute, 60>, 3> minutes_{};
};

} // namespace lanterne::scoring::eta
