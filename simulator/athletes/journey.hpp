#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/time.hpp"
#include "core/course/course.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/athletes/athlete.hpp"
#include "simulator/athletes/behaviour.hpp"
#include "simulator/athletes/ground.hpp"
#include "simulator/athletes/pace.hpp"

namespace lanterne::simulator {

/// Where somebody is on the ground, and how it moves there.
struct Whereabouts {
    geo::PlanePoint point;    ///< on Ground::plane()
    geo::PlanePoint velocity; ///< m/s
    double along = 0;         ///< on the true course; meaningless outside the race
    bool is_racing = false;   ///< from the gun to the finish or the giving up, cuts left out
};

/// A halt in the race, from braking until it goes on.
struct Stood {
    double from_s = 0; ///< seconds since the gun
    double to_s = 0;
};

/// One athlete's day, from the warm-up to the way home, with the truth of it: settled by the true
/// course, its wave, its behaviour, a seed and its number; the same bytes everywhere. The course
/// outlives it.
class Journey {
public:
    /// Longer than this nobody races: the rest of the way is not gone.
    static constexpr double longest_race_s = 24 * 3600;

    Journey(const course::Course& course, const plan::Wave& wave, const Behaviour& behaviour,
            std::uint64_t seed, std::uint64_t number);

    /// From the first second to the last, seconds since the gun.
    double begin_s() const { return moments_.front().t; }

    double end_s() const { return moments_.back().t; }

    Whereabouts at(double t) const;

    course::Sport sport_at(double t) const;

    /// How much faster than as a rule it wants to go, a part of its speed.
    double form_at(double t) const;

    /// False in a tunnel and in a silence.
    bool is_heard(double t) const;

    const Ground& ground() const { return ground_; }

    const Pace& pace() const { return pace_; }

    const Behaviour& behaviour() const { return behaviour_; }

    /// Its true passages by point: the start as the wave starts (gun, or own crossing), and when it
    /// first crossed each other timing point in the race.
    const std::vector<TruePassage>& passages() const { return passages_; }

    const std::vector<Stood>& stood() const { return stood_; }

private:
    struct Moment {
        double t;
        double along;
        double speed; ///< along
        double right; ///< metres beside the line
        geo::PlanePoint shift;
        bool is_racing;
        double form; ///< as Pace has it
    };

    friend class Journeying; ///< writes it, second by second

    std::size_t moment_at(double t) const;
    double along_at(std::size_t moment, double t) const;
    geo::PlanePoint point_at(double t) const;
    void note_passages(const plan::Wave& wave);
    double crossed_at(std::size_t moment, double along) const;

    const course::Course* course_;
    UtcTime gun_;
    Behaviour behaviour_;
    Ground ground_;
    hal::simulated::Random random_;
    Pace pace_;
    std::vector<Moment> moments_;
    std::vector<Stood> stood_;
    std::vector<TruePassage> passages_;
};

} // namespace lanterne::simulator
