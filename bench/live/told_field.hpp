#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "core/wire/live.hpp"

namespace lanterne::bench {

/// A field of athletes on a long course, as the ingest tells it: each has its own pace, its place
/// along with white noise of `noise_m`, its rank and gap by that, a forecast that is told when it
/// moved by more than a tenth of its band, a passage each 5 km.
class ToldField {
public:
    ToldField(std::size_t athletes, double noise_m, unsigned seed);

    /// The next second, of version and number one more.
    wire::LiveFrame next();

    /// Everybody, as the database has them before the first second.
    std::vector<wire::LiveEntry> entries() const;

private:
    struct Athlete {
        wire::LiveEntry entry;
        double along_m = 0;
        double own_mps = 0; ///< about which the speed wavers, for a minute or so
        double speed_mps = 0;
        double usual_mps = 0;     ///< over ten minutes: what forecasts go by
        double told_finish_s = 0; ///< the last forecast's, in seconds of the race
        std::uint32_t battery_millipct = 0;
        std::uint32_t passages = 0;
    };

    void go_on(Athlete& athlete, wire::LiveFrame& frame);
    void forecast(Athlete& athlete, wire::LiveFrame& frame);
    void rank();

    std::mt19937 random_;
    double noise_m_;
    std::vector<Athlete> athletes_;
    std::uint64_t second_ = 0;
    std::uint64_t last_event_ = 0;
};

} // namespace lanterne::bench
