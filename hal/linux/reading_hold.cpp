#include "hal/linux/reading_hold.hpp"

#include <utility>

namespace lanterne::hal::linux_system {

std::optional<GnssReading> ReadingHold::put(const GnssReading& report, Instant now) {
    std::optional<GnssReading> complete;
    if (held_ && held_->time != report.time) {
        complete = held_;
    }
    held_ = report;
    since_ = now;
    return complete;
}

std::optional<GnssReading> ReadingHold::take_when_quiet(Instant now) {
    return held_ && now - since_ >= quiet ? take() : std::nullopt;
}

std::optional<GnssReading> ReadingHold::take() { return std::exchange(held_, std::nullopt); }

std::optional<ReadingHold::Instant> ReadingHold::due() const {
    return held_ ? std::optional{since_ + quiet} : std::nullopt;
}

} // namespace lanterne::hal::linux_system
