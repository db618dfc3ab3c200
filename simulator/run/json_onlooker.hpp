#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "simulator/day/unit_watch.hpp"
#include "simulator/run/onlooker.hpp"

namespace lanterne::simulator {

/// Lines of JSON on stdout for a program: the state once a second, mishaps and units as they
/// change, the end.
class JsonOnlooker final : public Onlooker {
public:
    explicit JsonOnlooker(const plan::RacePlan& plan) : plan_{plan} {}

    void befalls(const MishapEvent& event) override;
    void look(RaceDay& day, Pacer& pacer, UtcTime wall) override;
    void ends(const RaceDay& day, const RunEnd& end) override;

private:
    void tell_units(const RaceDay& day, UtcTime now);
    const std::string& bib_of(const RaceDay& day, std::size_t unit);

    const plan::RacePlan& plan_;
    UnitWatch watch_;
    std::vector<std::size_t> entries_; ///< by unit, once it is known
    std::chrono::steady_clock::time_point next_state_{};
};

} // namespace lanterne::simulator
