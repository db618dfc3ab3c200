#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "firmware/devices.hpp"
#include "firmware/tracker.hpp"
#include "hal/gnss_receiver.hpp"
#include "hal/simulated/battery.hpp"
#include "hal/simulated/button.hpp"
#include "hal/simulated/clock.hpp"
#include "hal/simulated/receiver.hpp"
#include "hal/simulated/shelf.hpp"
#include "hal/simulated/small_random.hpp"
#include "hal/simulated/storage.hpp"
#include "simulator/links/air_link.hpp"
#include "simulator/units/moment.hpp"
#include "simulator/units/unit_traits.hpp"

namespace lanterne::simulator {

/// One unit of the field: the real firmware on a board that does not exist. It boots, runs until
/// its power goes, and boots again over the same card. Settled by its traits, its seed and what it
/// is told, as long as the broker is there. One thread uses it.
class SimulatedUnit {
public:
    /// What several units share; all of it outlives them.
    struct Surroundings {
        Carrier& carrier;
        hal::simulated::Shelf& cards;
        const WorldClock& clock;
    };

    SimulatedUnit(const Surroundings& surroundings, const UnitTraits& traits, std::uint64_t seed,
                  UtcTime begin);

    /// One turn at that race time, later than all before: what its receiver said since the last
    /// one, in order, and whether there is a network where it is.
    void turn(UtcTime now, bool covered, std::span<const hal::GnssReading> heard);

    AirLink& link() { return link_; }

    bool is_connected() const { return link_.connected(); }

    const UnitSerial& serial() const { return traits_.serial; }

    bool is_on() const { return tracker_.has_value(); }

    /// Booted at that turn: its receiver begins anew.
    bool has_just_booted() const { return just_booted_; }

    /// Power goes now, and is back after that time. What the card had not been told to keep may be
    /// torn.
    void cut_power(Milliseconds off_for);

    /// So much is left in its battery, 0 to 1. Nothing happens to a unit without one.
    void drain_to(double charge);

    /// The card takes no more bytes than it has now / has as many as it should.
    void fill_card();
    void empty_card();

    /// So many syncs fail from now on.
    void fail_syncs(int count) { storage_.fail_syncs(count); }

    void slow_card(Milliseconds sync_takes) { traits_.sync_takes = sync_takes; }

    void set_clock_off(Milliseconds off) { traits_.clock_off = off; }

    /// Held as long as a call for help takes.
    void call_for_help();

    /// The orderly end: everything is on the card and on its way.
    void flush(UtcTime now);

    /// Of the life that runs, and none while it is off.
    std::optional<firmware::TrackerReport> report() const;

    hal::simulated::Storage& card() { return storage_; }

    const hal::simulated::Battery& battery() const { return battery_; }

    /// The truth, 0 to 1; nothing for a board without a battery.
    std::optional<double> charge() const {
        return traits_.power.capacity_mwh > 0 ? std::optional{battery_.charge()} : std::nullopt;
    }

    std::uint64_t boots() const { return boots_; }

private:
    void tell_time(UtcTime now);
    void boot();
    void draw_power(UtcTime now);

    bool is_held_up(UtcTime now) const { return now < busy_until_; }

    Surroundings world_;
    UnitTraits traits_;
    std::uint64_t seed_;
    hal::simulated::SmallRandom random_;
    hal::simulated::Clock clock_;
    hal::simulated::Receiver receiver_;
    hal::simulated::Storage storage_;
    hal::simulated::Battery battery_;
    hal::simulated::Button button_;
    hal::absent::Battery no_battery_;
    hal::absent::Lamp lamp_;
    hal::absent::Watchdog watchdog_;
    AirLink link_;
    std::optional<firmware::Tracker> tracker_;
    UtcTime begin_;
    UtcTime drawn_until_;
    UtcTime busy_until_;
    UtcTime boots_at_;
    std::uint64_t boots_ = 0;
    bool just_booted_ = false;
};

} // namespace lanterne::simulator
