#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "firmware/time/sampler.hpp"
#include "firmware/tracker.hpp"
#include "hal/simulated/clock.hpp"
#include "hal/simulated/random.hpp"
#include "hal/simulated/receiver.hpp"
#include "hal/simulated/storage.hpp"
#include "tests/race/soak/gated_uplink.hpp"

namespace lanterne {

/// What an epoch of a unit's journal must have come to.
struct SoakedEpoch {
    std::vector<Fix> fixes;  ///< by number, as the unit was given them
    Sequence journalled = 0; ///< that the unit itself counted when that life ended
    bool cut = false;        ///< its end was a power cut: what was not synced may be gone
};

/// What befell a unit.
struct Mishaps {
    std::uint64_t outages = 0;
    Milliseconds longest_outage{0};
    std::uint64_t power_cuts = 0;
    std::uint64_t restarts = 0;
    std::uint64_t silences = 0;
    std::uint64_t wrong_times = 0; ///< spells in which the receiver's time was wrong or absent
    std::uint64_t clock_jumps = 0; ///< of the board's own clock
};

/// The real firmware on a simulated board that has a bad day, on a real connection.
class SoakedUnit {
public:
    /// An epoch each second from `begin` on. The card holds no more than `card_fixes`, about.
    /// `client` must outlive it.
    SoakedUnit(service::MqttClient& client, const UnitSerial& serial, std::uint64_t card_fixes,
               UtcTime begin, std::uint64_t seed);

    /// Lives on to that time after the beginning, by chance with mishaps.
    void live_until(Milliseconds since_begin);

    /// Cuts the link for so long.
    void cut_link(Milliseconds outage);

    /// The sun comes out: the link opens, the receiver ends, nothing befalls it any more.
    void end_race();
    /// Time goes on, that is all.
    void rest(Milliseconds time);

    bool all_receipted() const;

    void deliver_receipt(std::vector<std::byte> payload) {
        uplink_.deliver_receipt(std::move(payload));
    }

    const UnitSerial& serial() const { return serial_; }

    const std::map<Epoch, SoakedEpoch>& epochs() const { return epochs_; }

    Epoch current_epoch() const { return tracker_->report().epoch; }

    firmware::TrackerReport report() const { return tracker_->report(); }

    const Mishaps& mishaps() const { return mishaps_; }

    /// What a perfect receiver says at that time.
    hal::GnssReading truth(UtcTime time) const;

private:
    using Instant = std::chrono::steady_clock::time_point;
    enum class Wrong { no, jumped, rolled_over, absent };

    void end_life(bool cut);
    void boot();
    void restart_program();
    void cut_power();
    void set_clock();
    void befall();
    void change_link();
    std::optional<hal::GnssReading> heard();
    void epoch();
    void expect(const std::vector<Fix>& fixes);
    bool happens_each(std::chrono::minutes mean);

    UnitSerial serial_;
    std::uint64_t segment_bytes_;
    UtcTime begin_;
    hal::simulated::Random random_;
    hal::simulated::Clock clock_;
    hal::simulated::Receiver receiver_;
    hal::simulated::Storage card_;
    GatedUplink uplink_;
    firmware::BareBoard board_;
    std::unique_ptr<firmware::Tracker> tracker_;
    /// Says which fixes the unit's own sampler makes of the same readings.
    std::unique_ptr<firmware::Sampler> sampler_;
    std::map<Epoch, SoakedEpoch> epochs_;
    SoakedEpoch* current_ = nullptr;
    Mishaps mishaps_;
    Milliseconds at_{0};
    Milliseconds booted_{0};
    Milliseconds clock_error_{0};
    Milliseconds link_changes_{0};
    Milliseconds silent_until_{0};
    Milliseconds wrong_until_{0};
    Milliseconds wrong_by_{0};
    Wrong wrong_ = Wrong::no;
    std::uint64_t boots_ = 0;
};

} // namespace lanterne
