#pragma once

#include "core/course/way/sighting.hpp"

namespace lanterne::course {

/// How large a receiver's slow error is beside what its accuracy says, learned from the unit's own
/// residuals: how far its places come in a few seconds against how far its speeds do. It begins
/// with what is stated, forgets within half an hour, and lets no burst count for much. A value of
/// some bytes; one thread.
class NoiseScale {
public:
    /// The next sighting of the way, in ascending time, with the noise that is stated.
    void see(const Sighting& sighting);

    /// Times the stated error: between 0.65 and 2.
    double factor() const;

private:
    void begin();
    void weigh(const Motion& motion);

    double t_ = 0; ///< of the newest sighting
    double along_ = 0;
    double speed_ = 0;
    double lasted_s_ = -1; ///< a stretch up to it; negative: there is none
    double ahead_m_ = 0;   ///< how much farther the places have come on it than the speeds
    double bends_m2_ = 0;  ///< variance that bends add to that
    double excess_ = 0;    ///< squares of surprises beyond one each
    double share_ = 0;     ///< what part the slow error has in what is expected, summed up
};

} // namespace lanterne::course
