#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/plan/race_plan.hpp"
#include "hal/gnss_receiver.hpp"
#include "simulator/real/real_unit.hpp"
#include "simulator/run/run_settings.hpp"

namespace lanterne::simulator {

/// The entries whose units are real: the first so many that wear one and are not fed elsewhere.
/// Fewer when there are not so many.
std::vector<Bib> wearers_of_real_units(const plan::RacePlan& plan, const RunSettings& settings);

/// Real units among simulated ones. From the main thread alone.
class RealUnits {
public:
    /// What they are given of wall time to send the rest, when the race is over.
    static constexpr std::chrono::seconds rest_time{5};

    struct Beat {
        UtcTime begin; ///< of the race day: epochs count from it
        Milliseconds receiver_interval;
        double rate = 1; ///< race time over wall time
    };

    /// Starts them. Throws std::runtime_error when one does not start.
    RealUnits(const plan::RacePlan& plan, const RunSettings& settings, const Beat& beat);
    ~RealUnits(); ///< ends them, all at once

    bool has(std::size_t entry) const { return units_.contains(entry); }

    bool empty() const { return units_.empty(); }

    /// What the receiver of an entry says, of which gpsd is told as much as it takes.
    void say(std::size_t entry, const hal::GnssReading& reading);

    /// Looks whether they still run. What went wrong since the last look, a line each.
    std::vector<std::string> look();

    /// What went wrong, a line each.
    std::vector<std::string> faults() const;

private:
    Beat beat_;
    Milliseconds interval_;
    std::map<std::size_t, RealUnit> units_; ///< by entry
};

} // namespace lanterne::simulator
