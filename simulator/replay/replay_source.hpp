#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::simulator {

/// What one unit once recorded, as its receiver said it. One thread.
struct ReplayTrack {
    virtual ~ReplayTrack() = default;

    /// The next reading, with its time, later than the one before; nothing behind the last. An
    /// error says file, place and what is wrong.
    virtual Result<std::optional<hal::GnssReading>, std::string> next() = 0;

    /// Readings left out so far: not later than the one before, or damaged.
    virtual std::uint64_t left_out() const = 0;
};

/// A recording of one unit or many: an archived race, a GPX, an NMEA log, a journal.
struct ReplaySource {
    virtual ~ReplaySource() = default;

    /// At least one.
    virtual const std::vector<UnitSerial>& units() const = 0;

    /// The track of one of units(), from its begin; any number may be open. The source outlives it.
    virtual Result<std::unique_ptr<ReplayTrack>, std::string> open(const UnitSerial& unit) = 0;
};

using ReplaySources = Result<std::unique_ptr<ReplaySource>, std::string>;

} // namespace lanterne::simulator
