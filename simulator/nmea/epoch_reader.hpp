#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/time.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::simulator::nmea {

/// Makes epochs of the sentences that a receiver said, of any talker (GP, GN, ...): RMC for date,
/// time, position, speed and course, GGA for position, height, satellites and accuracy, GSA for
/// two or three dimensions. What else comes is passed over. Sentences of one time are one epoch.
class EpochReader {
public:
    /// One line. Answers the epoch that it ends, when that has a position and its day is known.
    std::optional<hal::GnssReading> take(std::string_view line);

    /// The last epoch, behind the last line.
    std::optional<hal::GnssReading> finish();

    std::uint64_t sentences() const { return sentences_; } ///< RMC and GGA that could be read

    /// Lines that are no sentence, have a wrong checksum, or say what cannot be.
    std::uint64_t damaged() const { return damaged_; }

private:
    using Fields = std::vector<std::string_view>;

    struct Place {
        double latitude_deg = 0;
        double longitude_deg = 0;
    };

    struct Open {
        Milliseconds time_of_day{0};
        hal::GnssReading reading;
        bool has_place = false;
        bool is_valid = true; ///< no sentence said that there is no fix
    };

    std::optional<hal::GnssReading> begin_epoch(Milliseconds time_of_day);
    std::optional<hal::GnssReading> take_rmc(const Fields& fields);
    std::optional<hal::GnssReading> take_gga(const Fields& fields);
    void take_gsa(const Fields& fields);
    std::optional<hal::GnssReading> close();
    void place(const Place& place);

    bool is_open_ = false;
    Open open_;
    std::optional<std::chrono::sys_days> day_; ///< of the last RMC
    std::optional<Milliseconds> last_;         ///< time of day of the last epoch
    FixMode mode_ = FixMode::unknown;          ///< of the last GSA
    std::uint64_t sentences_ = 0;
    std::uint64_t damaged_ = 0;
};

} // namespace lanterne::simulator::nmea
