#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "simulator/replay/replay_source.hpp"

namespace lanterne::simulator {

/// Opens whatever lies there: an archive's folder, a folder of journals, a .gpx file, or else a log
/// of NMEA. Of a single file: `unit` is who recorded it.
ReplaySources open_replay(const std::string& path, const UnitSerial& unit);

/// Plays a recording as receivers: each unit says what it said, when its time has come, shifted so
/// that the earliest reading of all is at a moment of one's own choice. Memory: one reading and
/// what its source keeps, a unit. One thread.
class Replay {
public:
    /// `begin`: new time of the earliest reading; nothing: times stay.
    static Result<Replay, std::string> open(std::unique_ptr<ReplaySource> source,
                                            std::optional<UtcTime> begin);

    const std::vector<UnitSerial>& units() const { return source_->units(); }

    /// Of the earliest reading, shifted.
    UtcTime begin() const { return begin_; }

    /// What the unit (an index of units()) has said up to that time since it was asked last, at
    /// most max_readings: the newest. The answer holds until the next call. An error ends that
    /// unit's track, and says file and place.
    Result<std::span<const hal::GnssReading>, std::string> heard(std::size_t unit, UtcTime until);

    /// Nobody has anything left to say.
    bool is_over() const { return left_ == 0; }

    std::uint64_t left_out() const;

    /// Of one unit at once.
    static constexpr std::size_t max_readings = 3'600;

private:
    struct Unit {
        std::unique_ptr<ReplayTrack> track;
        std::optional<hal::GnssReading> next; ///< as recorded
    };

    Replay() = default;
    static std::optional<UtcTime> time_of(const Unit& unit); ///< as recorded
    Status<std::string> take_next(Unit& unit);

    std::unique_ptr<ReplaySource> source_;
    std::vector<Unit> units_;
    Milliseconds shift_{0};
    UtcTime begin_;
    std::size_t left_ = 0;
    std::vector<hal::GnssReading> heard_;
};

} // namespace lanterne::simulator
