#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lanterne::course {

/// A timing point that was passed: when, and how sure that is. Seconds count from the gun.
struct Crossing {
    std::size_t point = 0; ///< index into Course::points()
    double t = 0;
    double standard_error_s = 0;
    bool is_bridged = false; ///< nobody saw it: the two ends of a gap leave one possible history
    bool is_settled = true;  ///< false: the same point follows once more, with a better time

    bool operator==(const Crossing&) const = default;
};

enum class MissReason : std::uint8_t {
    cut,           ///< the way travelled is too short to have been there
    two_histories, ///< more than one history stays possible
    doubted,       ///< it has a time; another history, much less likely, stays possible
};

/// A timing point that lies behind the athlete without a time; or, doubted, with one that is not
/// beyond doubt.
struct Miss {
    std::size_t point = 0; ///< index into Course::points()
    double from = 0;       ///< seconds from the gun: when the athlete was last known before it
    double to = 0;         ///< and first known behind it
    MissReason reason = MissReason::cut;

    bool operator==(const Miss&) const = default;
};

/// What a fix made certain, each in the order of the course. What was said once is never taken
/// back; a crossing that is not settled is said a second time with its settled time.
struct Findings {
    std::vector<Crossing> crossings;
    std::vector<Miss> misses;
};

} // namespace lanterne::course
