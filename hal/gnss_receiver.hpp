#pragma once

#include <chrono>
#include <optional>

#include "core/base/fix.hpp"
#include "core/base/result.hpp"

namespace lanterne::hal {

/// One epoch as the receiver said it, before it is rounded to the wire's resolution. What the
/// receiver did not say (or said as NaN) is absent. One reading an epoch: the last word on its time
/// counts.
struct GnssReading {
    std::optional<UtcTime> time;      ///< as the receiver says it: may be wrong by years
    double latitude_deg = 0;          ///< finite, -90 to 90
    double longitude_deg = 0;         ///< finite, -180 to 180
    std::optional<double> altitude_m; ///< above mean sea level
    std::optional<double> speed_mps;  ///< over ground
    std::optional<double> course_deg; ///< true
    std::optional<double> accuracy_m; ///< horizontal
    int satellites = 0;               ///< used; 0 when unknown
    FixMode mode = FixMode::unknown;  ///< fix_2d or fix_3d
};

enum class GnssError {
    receiver_gone, ///< gpsd died or refused; next() goes on trying, with back-off
};

/// A GNSS receiver. One thread uses it.
struct GnssReceiver {
    virtual ~GnssReceiver() = default;
    /// The next complete epoch. Nothing within the timeout: empty. A receiver that has gone: an
    /// error, once; further calls wait and try to reconnect.
    virtual Result<std::optional<GnssReading>, GnssError>
    next(std::chrono::milliseconds timeout) = 0;
};

} // namespace lanterne::hal
