#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/course/course.hpp"
#include "simulator/receivers/surroundings.hpp"

namespace lanterne::simulator {

/// A place on the course, the same on each lap.
struct Stretch {
    std::string leg; ///< id
    Metres from{0};  ///< in the lap
    Metres to{0};    ///< beyond the lap's end: up to it
    Surroundings what = Surroundings::open;
};

/// What surrounds a course, by place: the last stretch that names it; else water in a swim and the
/// open. Immutable. The course outlives it.
class Sky {
public:
    static constexpr std::size_t max_stretches = 10'000;

    /// `seed`: of what differs from one street to the next. std::invalid_argument for a leg that
    /// does not exist, a stretch that does not go forward, or too many of them.
    Sky(const course::Course& course, const std::vector<Stretch>& stretches, std::uint64_t seed);

    Surroundings at(Metres along) const;

    /// How much what houses and rocks mirror pulls there, -1 to 1: to the right of the way, or the
    /// left. It changes over some fifty metres and is the same for everybody and on each lap.
    double pull_at(Metres along) const;

private:
    struct Piece {
        double from; ///< in the lap, up to the next piece
        Surroundings what;
    };

    struct Leg {
        std::vector<Piece> pieces; ///< from 0 on, ascending
    };

    void lay(Leg& leg, const Stretch& stretch);
    double pull(std::size_t leg, std::int64_t knot) const;

    const course::Course* course_;
    std::uint64_t seed_;
    std::vector<Leg> legs_;
};

} // namespace lanterne::simulator
