#include "hal/linux/reading_hold.hpp"

#include <utility>

namespace lanterne::hal::linux_system {
namespace {

bool is_whole(const GnssReading& report) {
    return report.mode == FixMode::fix_3d && report.altitude_m && report.speed_mps &&
           report.accuracy_m;
}

bool are_of_one_epoch(const GnssReading& one, const GnssReading& other) {
    if (one.time && other.time) {
        return one.time == other.time;
    }
    return one.latitude_deg == other.latitude_deg && one.longitude_deg == other.longitude_deg;
}

} // namespace

std::optional<GnssReading> ReadingHold::put(const GnssReading& report, Instant now) {
    if (report.time && report.time == handed_over_) {
        drop();
        return std::nullopt;
    }
    if (!held_ || are_of_one_epoch(*held_, report)) {
        hold(report, now);
        return std::nullopt;
    }
    auto complete = take();
    hold(report, now);
    return complete;
}

void ReadingHold::hold(const GnssReading& report, Instant now) {
    if (held_ && held_->time && !report.time) {
        drop();
        return;
    }
    // Standing still without a time must not look like one long epoch.
    const bool goes_on = held_ && !report.time;
    since_ = goes_on ? since_ : now;
    reports_ = held_ ? reports_ + 1 : 1;
    held_ = report;
}

void ReadingHold::drop() {
    ++dropped_;
    epochs_of_one_ = 0;
}

std::optional<GnssReading> ReadingHold::take_when_quiet(Instant now) {
    const auto until = due();
    return until && now >= *until ? take() : std::nullopt;
}

std::optional<GnssReading> ReadingHold::take() {
    if (held_) {
        handed_over_ = held_->time;
        epochs_of_one_ = reports_ == 1 && is_whole(*held_) ? epochs_of_one_ + 1 : 0;
    }
    return std::exchange(held_, std::nullopt);
}

std::optional<ReadingHold::Instant> ReadingHold::due() const {
    if (!held_) {
        return std::nullopt;
    }
    if (!is_whole(*held_)) {
        return since_ + quiet;
    }
    const bool learned = reports_ == 1 && epochs_of_one_ >= epochs_to_learn;
    return learned ? since_ : since_ + quiet_when_whole;
}

} // namespace lanterne::hal::linux_system
