#pragma once

#include <filesystem>
#include <optional>

#include "firmware/connection_watch.hpp"
#include "firmware/status/unit_status.hpp"
#include "firmware/tracker.hpp"
#include "hal/clock.hpp"
#include "hal/linux/published_file.hpp"

namespace lanterne::firmware {

/// How a unit tells its status: a file in the service's folder under /run, written anew each second
/// while the unit turns. `lanterne-tracker status` reads it.
class ToldStatus {
public:
    static constexpr std::chrono::seconds interval{1};

    /// The name of the file in its folder.
    static constexpr std::string_view file_name = "status.toml";

    /// Without a folder nothing is told: nobody runs it as a service. The clock and the log must
    /// outlive it.
    ToldStatus(const std::optional<std::filesystem::path>& folder, const hal::Clock& clock,
               Log& log);

    /// To be called each turn.
    void tell(const Tracker& tracker, const ConnectionWatch& gpsd, const ConnectionWatch& broker);

private:
    using Instant = std::chrono::steady_clock::time_point;

    std::optional<hal::linux_system::PublishedFile> file_;
    const hal::Clock& clock_;
    Log& log_;
    Instant started_;
    std::optional<Instant> next_;
    bool untold_ = false; ///< the last could not be written
};

} // namespace lanterne::firmware
