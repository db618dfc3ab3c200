#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "bench/unit/row.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_authority.hpp"
#include "tests/support/private_gpsd.hpp"
#include "tests/support/race_broker.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

/// The serial of the unit that is measured.
inline constexpr std::string_view unit_serial = "bench00001";

/// Writes what lanterne-tracker needs to know of its surroundings; all the rest is as it comes.
/// `broker`: the lines of that section.
void write_settings(const std::filesystem::path& file, const std::filesystem::path& journal,
                    std::uint16_t gpsd_port, const std::string& broker);

/// The real program lanterne-tracker between a real gpsd and the broker of a race, over
/// TLS; all of this bench's own, on this machine. Gone with this object.
class Rig {
public:
    explicit Rig(const Plan& plan);

    /// A cold start: a new process. The journal of the one before stays.
    void start_tracker();
    /// SIGTERM, and waits. Throws std::runtime_error with its log when it did not end well.
    void stop_tracker();

    /// Throws std::logic_error when none was started.
    support::ChildProcess& tracker();

    simulator::NmeaPort& receiver() { return gpsd_.receiver(); }

    const std::filesystem::path& journal() const { return journal_; }

    /// What all trackers wrote so far.
    std::string log() const;

    /// Waits until the log says so of the tracker that runs now. Throws std::runtime_error with the
    /// log when it does not.
    void wait_for_log(std::string_view words);

private:
    std::filesystem::path program_;
    support::TempFolder folder_;
    support::PrivateAuthority authority_;
    support::RaceBroker broker_{authority_};
    support::PrivateGpsd gpsd_;
    std::filesystem::path journal_ = folder_.path() / "journal";
    std::size_t log_before_ = 0; ///< bytes that earlier trackers wrote
    std::optional<support::ChildProcess> tracker_;
};

} // namespace lanterne::bench
