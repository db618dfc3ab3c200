#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/plan/race_plan.hpp"
#include "hal/clock.hpp"
#include "simulator/doctor/report.hpp"

namespace lanterne::simulator::doctor {

struct LiveQuestion {
    std::string site; ///< URL of lanterne-web, without a slash at its end
    Slug race;
    std::optional<plan::RehearsalClock> rehearsal; ///< of that race
    std::optional<Bib> bib;                        ///< that must be in it
    std::chrono::milliseconds frame_age;           ///< wall time; DoctorSettings
    const hal::Clock& clock;
    std::function<bool()> stop; ///< true: give up at once
};

/// Watches the race's live socket as a spectator's page does, until it has the whole race and a
/// frame after it: the first may be an old one that lanterne-web keeps.
Finding look_live(const LiveQuestion& question);

} // namespace lanterne::simulator::doctor
