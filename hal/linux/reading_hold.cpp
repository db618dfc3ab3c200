#include "hal/linux/reading_hold.hpp"

#include <utility>

namespace lanterne::hal::linux_system {

namespace {

bool is_whole(const GnssReading& report) {
    return report.mode == FixMode::fix_3d && report.altitude_m && report.speed_mps &&
           report.accuracy_m;
}

} // namespace

std::optional<GnssReading> ReadingHold::put(const GnssReading& report, Instant now) {
    std::optional<GnssReading> complete;
    if (held_ && held_->time != report.time) {
        complete = take();
    }
    if (!report.time || report.time != handed_over_) {
        held_ = report;
        since_ = now;
    }
    return complete;
}

std::optional<GnssReading> ReadingHold::take_when_quiet(Instant now) {
    const auto until = due();
    return until && now >= *until ? take() : std::nullopt;
}

std::optional<GnssReading> ReadingHold::take() {
    if (held_) {
        handed_over_ = held_->time;
    }
    return std::exchange(held_, std::nullopt);
}

std::optional<ReadingHold::Instant> ReadingHold::due() const {
    if (!held_) {
        return std::nullopt;
    }
    return since_ + (is_whole(*held_) ? quiet_when_whole : quiet);
}

} // namespace lanterne::hal::linux_system
