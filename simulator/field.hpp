#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "hal/gnss_receiver.hpp"
#include "simulator/athletes/athlete.hpp"
#include "simulator/fleet.hpp"
#include "simulator/race_command.hpp"

namespace lanterne::simulator {

/// Every athlete of a race, as they will really go: settled by the plan and a seed.
class Field {
public:
    /// `plan` outlives the field.
    Field(const plan::RacePlan& plan, std::uint64_t seed);

    bool has(const Bib& bib) const { return athletes_.contains(bib); }

    /// What that athlete's receiver says at a race time: the truth with the receiver's noise, worse
    /// at sea. Ask in ascending time; each receiver() begins the same noise anew.
    std::function<std::optional<hal::GnssReading>(UtcTime)> receiver(const Bib& bib) const;

    /// The entries with a unit, but those that are fed elsewhere.
    std::vector<FleetMember> fleet(std::span<const Feed> fed_elsewhere) const;

    UtcTime first_gun() const;
    /// Of the last athlete; who does not finish counts with the longest race.
    UtcTime last_finish() const;

    /// What really happened: a line "bib,point,leg,lap,time" for each passage, with a header.
    std::string truth_csv() const;

private:
    const plan::RacePlan& plan_;
    std::uint64_t seed_;
    std::map<Bib, Athlete> athletes_;
    std::map<Bib, const course::Course*> courses_; ///< in the plan
    std::map<Bib, std::uint64_t> numbers_;
};

} // namespace lanterne::simulator
