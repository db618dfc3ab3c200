#include "tests/race/kills/killed_unit.hpp"

namespace lanterne {

using namespace std::chrono_literals;

KilledUnit::KilledUnit(service::MqttClient& client, const UnitSerial& serial, Truth truth,
                       UtcTime begin, std::uint64_t seed)
    : serial_{serial}, truth_{std::move(truth)}, begin_{begin}, seed_{seed},
      uplink_{client, serial}, board_{receiver_, clock_, card_} {
    clock_.boot(serial.text() + "-boot");
    start();
}

void KilledUnit::start() {
    set_clock();
    tracker_ = std::make_unique<firmware::Tracker>(
        board_.devices(), uplink_,
        firmware::TrackerSettings{.board = "simulated",
                                  .conduct = {.unit = serial_},
                                  .pace = firmware::Pace::free}, // its race is a year ago
        seed_++);
}

void KilledUnit::set_clock() {
    clock_.set(begin_ + at_, std::chrono::steady_clock::time_point{1h + at_});
}

void KilledUnit::live_until(Milliseconds since_begin) {
    for (; at_ < since_begin; at_ += 1s) {
        set_clock();
        receiver_.offer(truth_(begin_ + at_));
        tracker_->step(0ms);
    }
}

void KilledUnit::kill9() {
    resent_messages_ += tracker_->report().resent_messages;
    tracker_.reset();
    start();
}

void KilledUnit::end_race() {
    set_clock();
    tracker_->flush();
}

void KilledUnit::rest(Milliseconds time) {
    at_ += time;
    set_clock();
    tracker_->step(0ms);
}

bool KilledUnit::all_receipted() const {
    const firmware::TrackerReport report = tracker_->report();
    return report.unreceipted == 0 && report.unreceipted_events == 0;
}

support::NumberedFixes KilledUnit::end() {
    tracker_.reset();
    return support::journalled(card_);
}

} // namespace lanterne
