#pragma once

#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "firmware/power/power_model.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/units/unit_traits.hpp"

namespace lanterne::simulator {

/// What all units of a race day have in common.
struct UnitModel {
    std::string board; ///< its name
    firmware::PowerModel power;
    std::string firmware_version; ///< of those that are up to date
    double rate = 1;              ///< race time over wall time
};

/// What the units of an earlier delivery say they run.
inline constexpr const char* old_firmware = "0.0.9";

/// That unit as it left the box: drawn by the scenario's seed and the serial alone, so that it is
/// the same whoever else is there.
UnitTraits drawn_unit(const Scenario& scenario, const UnitModel& model, const UnitSerial& serial);

} // namespace lanterne::simulator
