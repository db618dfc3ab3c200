#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "simulator/athletes/peloton.hpp"
#include "simulator/day/mishap_desk.hpp"
#include "simulator/truth/truth_writer.hpp"

namespace lanterne::simulator {

/// Tells a truth's files what happens to a field. Each failure is a std::runtime_error with the
/// line for people. What it borrows outlives it.
class DayTruth {
public:
    DayTruth(const std::string& folder, TruthRun run, const plan::RacePlan& plan,
             const Peloton& peloton);

    /// The second at which the peloton is.
    void second(std::span<const TrueState> states);

    void mishap(const MishapEvent& event);

    void finish(std::span<const UnitTally> units);

private:
    const plan::RacePlan& plan_;
    const Peloton& peloton_;
    TruthWriter writer_;
    std::vector<std::size_t> told_; ///< passages, by entry
    std::vector<TrueMoment> moments_;
};

} // namespace lanterne::simulator
