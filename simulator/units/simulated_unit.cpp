#include "simulator/units/simulated_unit.hpp"

#include <stdexcept>
#include <string>

#include "firmware/power/forecast.hpp"

namespace lanterne::simulator {
namespace {

// Streams of a unit's seed.
enum Stream : std::uint64_t { of_world = 1, of_way, of_button, of_power };

constexpr std::chrono::seconds held_for_help{6};
constexpr double most_torn_bytes = 512; // of what a power cut finds unsynced

constexpr Milliseconds restarted_after{10'000};

/// A message's share of the draw where the profile decides when they go out.
constexpr std::chrono::milliseconds ordinary_interval{30'000};

hal::simulated::Cell cell_of(const UnitTraits& traits) {
    hal::simulated::Cell cell;
    if (traits.power.capacity_mwh > 0) {
        cell.capacity_mwh = traits.power.capacity_mwh;
    }
    cell.charge = traits.charge;
    return cell;
}

firmware::TrackerSettings settings_of(const UnitTraits& traits, double rate) {
    return {.firmware_version = traits.firmware_version,
            .board = traits.board,
            .conduct = {.unit = traits.serial,
                        .report_interval = traits.report_interval,
                        .power = traits.power},
            .pace = rate == 1 ? firmware::Pace::real : firmware::Pace::free};
}

} // namespace

SimulatedUnit::SimulatedUnit(const Surroundings& surroundings, const UnitTraits& traits,
                             std::uint64_t seed, UtcTime begin)
    : world_{surroundings}, traits_{traits}, seed_{seed}, random_{seed, of_power},
      storage_{surroundings.cards}, battery_{cell_of(traits)},
      button_{clock_, hal::simulated::Random{seed, of_button}},
      link_{surroundings.carrier,
            traits.serial,
            traits.air,
            hal::simulated::SmallRandom{seed, of_world},
            hal::simulated::SmallRandom{seed, of_way},
            begin},
      begin_{begin}, drawn_until_{begin}, busy_until_{begin}, boots_at_{begin} {
    storage_.set_capacity(traits.card_bytes);
}

void SimulatedUnit::turn(UtcTime now, bool covered, std::span<const hal::GnssReading> heard) {
    just_booted_ = false;
    tell_time(now);
    draw_power(now);
    link_.pass(now, covered);
    if (!tracker_ && now >= boots_at_ && !battery_.empty()) {
        boot();
    }
    if (!tracker_) {
        return;
    }
    for (const hal::GnssReading& reading : heard) {
        if (!just_booted_) { // nobody listened while it was said
            receiver_.offer(reading);
        }
    }
    if (is_held_up(now)) {
        return;
    }
    const std::uint64_t syncs = storage_.syncs();
    tracker_->step(std::chrono::milliseconds{0});
    busy_until_ = now + traits_.sync_takes * static_cast<std::int64_t>(storage_.syncs() - syncs);
    link_.send_until(now);
}

void SimulatedUnit::tell_time(UtcTime now) {
    const double fast = traits_.clock_ppm * 1e-6;
    const auto gained = [fast](auto since) {
        return std::chrono::duration_cast<decltype(since)>(since * fast);
    };
    const Moment moment = world_.clock.at(now);
    const Moment first = world_.clock.at(begin_);
    clock_.set(now + traits_.clock_off + gained(now - begin_),
               moment.steady + gained(moment.steady - first.steady));
}

/// By the board's model, in race time: what the firmware makes of it at another speed than life's
/// is its own affair.
void SimulatedUnit::draw_power(UtcTime now) {
    const Milliseconds passed = now - drawn_until_;
    drawn_until_ = now;
    if (traits_.power.capacity_mwh == 0 || !tracker_) {
        return;
    }
    battery_.pass(passed, firmware::draw_mw(traits_.power, ordinary_interval));
    if (battery_.empty()) {
        cut_power(Milliseconds{0});
    }
}

void SimulatedUnit::boot() {
    const bool has_battery = traits_.power.capacity_mwh > 0;
    clock_.boot("boot " + std::to_string(boots_));
    const firmware::Devices devices{
        receiver_, clock_,
        storage_,  has_battery ? static_cast<hal::Battery&>(battery_) : no_battery_,
        button_,   lamp_,
        link_,     watchdog_};
    const std::uint64_t life = seed_ + (boots_++ << 32);
    try {
        tracker_.emplace(devices, link_, settings_of(traits_, world_.clock.rate()), life);
    } catch (const std::runtime_error&) { // the card cannot be used: the service is started anew
        boots_at_ = drawn_until_ + restarted_after;
        return;
    }
    link_.switch_on(tracker_->will());
    just_booted_ = true;
}

void SimulatedUnit::cut_power(Milliseconds off_for) {
    const auto torn = static_cast<std::uint64_t>(random_.uniform(0, most_torn_bytes));
    link_.switch_off();
    tracker_.reset();
    storage_.lose_power(torn);
    receiver_ = hal::simulated::Receiver{};
    boots_at_ = drawn_until_ + off_for + traits_.boots_in;
    busy_until_ = boots_at_;
}

void SimulatedUnit::drain_to(double charge) {
    if (traits_.power.capacity_mwh > 0) {
        hal::simulated::Cell cell = cell_of(traits_);
        cell.charge = charge;
        battery_ = hal::simulated::Battery{cell};
    }
}

void SimulatedUnit::fill_card() { storage_.set_capacity(storage_.used()); }

void SimulatedUnit::empty_card() { storage_.set_capacity(traits_.card_bytes); }

void SimulatedUnit::call_for_help() { button_.press(clock_.steady(), held_for_help); }

void SimulatedUnit::flush(UtcTime now) {
    if (tracker_) {
        tell_time(now);
        tracker_->flush();
        link_.send_until(now);
    }
}

std::optional<firmware::TrackerReport> SimulatedUnit::report() const {
    return tracker_ ? std::optional{tracker_->report()} : std::nullopt;
}

} // namespace lanterne::simulator
