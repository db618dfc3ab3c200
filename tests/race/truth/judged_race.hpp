#pragma once

#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "hal/simulated/noise.hpp"
#include "simulator/athletes/athlete.hpp"

namespace lanterne::truth {

/// How the receivers of a race see it.
struct Conditions {
    double interval_s = 1;
    hal::simulated::NoiseModel on_land = hal::simulated::open_sky;
    hal::simulated::NoiseModel at_sea = hal::simulated::at_sea;
    bool has_doppler = true;
};

/// One published time beside the true one.
struct Judged {
    std::size_t point = 0;
    double error_s = 0; ///< published less true
    double standard_error_s = 0;
    double waited_s = 0; ///< from the true passage until it was published
};

/// What a race's scoring got right and wrong, over all athletes. A wrong lap is an extra passage
/// and a missing one.
struct Judgement {
    std::vector<Judged> times;      ///< without starts by the gun
    std::vector<std::string> wrong; ///< missing, extra, far off, withdrawn: one line each
    std::size_t fixes = 0;
    double scoring_s = 0; ///< time that matching and scoring took
};

/// The race folder that lies in the repository.
plan::RacePlan bundled_race();

/// The fixes of one athlete as its receiver gives them, from two minutes before the gun.
std::vector<Fix> fixes_of(const simulator::Athlete& athlete, UtcTime gun,
                          const Conditions& conditions, std::uint64_t seed, std::uint64_t number);

/// Races all entries of the plan with that seed, fix by fix, and judges what scoring published.
Judgement judge(const plan::RacePlan& plan, const Conditions& conditions, std::uint64_t seed);

/// The same with each seed from the first to the last.
Judgement judge(const plan::RacePlan& plan, const Conditions& conditions, std::uint64_t first,
                std::uint64_t last);

/// "median 0.21 s, 95 % 0.80 s, worst 1.9 s (n = 240)" of the errors' sizes.
std::string describe(std::vector<double> errors);

} // namespace lanterne::truth
