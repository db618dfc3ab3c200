#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/ids.hpp"
#include "firmware/tracker.hpp"
#include "hal/gnss_receiver.hpp"
#include "hal/simulated/clock.hpp"
#include "hal/simulated/receiver.hpp"
#include "hal/simulated/storage.hpp"
#include "tests/support/tracker/numbered_fixes.hpp"
#include "tests/support/tracker/shared_uplink.hpp"

namespace lanterne {

/// The real firmware on a simulated board, on a real connection. Its time is the test's.
class KilledUnit {
public:
    /// What its receiver says at a time.
    using Truth = std::function<hal::GnssReading(UtcTime)>;

    /// A fix each second from `begin` on. `client` must outlive it.
    KilledUnit(service::MqttClient& client, const UnitSerial& serial, Truth truth, UtcTime begin,
               std::uint64_t seed);

    const UnitSerial& serial() const { return serial_; }

    /// Lives on to that time after the beginning.
    void live_until(Milliseconds since_begin);

    /// SIGKILL, and a start: what it had not given to its card is gone, and all that it knew.
    void kill9();

    /// The receiver ends.
    void end_race();
    /// Time goes on, that is all.
    void rest(Milliseconds time);
    bool all_receipted() const;

    void deliver_receipt(std::vector<std::byte> payload) {
        uplink_.deliver_receipt(std::move(payload));
    }

    firmware::TrackerReport report() const { return tracker_->report(); }

    /// Of all its lives.
    std::uint64_t resent_messages() const {
        return resent_messages_ + tracker_->report().resent_messages;
    }

    /// Ends it: what its card holds, of all its lives.
    support::NumberedFixes end();

private:
    void start();
    void set_clock();

    UnitSerial serial_;
    Truth truth_;
    UtcTime begin_;
    std::uint64_t seed_;
    hal::simulated::Clock clock_;
    hal::simulated::Receiver receiver_;
    hal::simulated::Storage card_;
    support::SharedUplink uplink_;
    firmware::BareBoard board_;
    std::unique_ptr<firmware::Tracker> tracker_;
    Milliseconds at_{0};
    std::uint64_t resent_messages_ = 0;
};

} // namespace lanterne
