#include "tests/race/soak/soaked_unit.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lanterne {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;

constexpr Milliseconds interval = 1s;
/// Of a fix in the journal; and files that a card is made of.
constexpr std::uint64_t fix_bytes = 45;
constexpr std::uint64_t segments = 12;
/// What the unit keeps besides: receipts, its configuration, what it knows of its battery.
constexpr std::uint64_t others_bytes = std::uint64_t{160} * 1024;
/// Bytes that the last write before a power cut may bring onto the card unsynced.
constexpr std::uint64_t most_kept = 500;

/// Of whole seconds, from `least` to `most`: as often 1 to 10 s as 10 to 100 s.
Milliseconds drawn(hal::simulated::Random& random, std::chrono::seconds least,
                   std::chrono::seconds most) {
    const double exponent = random.uniform(std::log(static_cast<double>(least.count())),
                                           std::log(static_cast<double>(most.count())));
    return std::chrono::round<std::chrono::seconds>(
        std::chrono::duration<double>{std::exp(exponent)});
}

} // namespace

SoakedUnit::SoakedUnit(service::MqttClient& client, const UnitSerial& serial,
                       std::uint64_t card_fixes, UtcTime begin, std::uint64_t seed)
    : serial_{serial}, segment_bytes_{card_fixes * fix_bytes / segments}, begin_{begin},
      random_{seed}, uplink_{client, serial}, board_{receiver_, clock_, card_} {
    card_.set_capacity(segments * segment_bytes_ + others_bytes);
    boot();
}

/// Power comes: the steady clock and the receiver begin anew.
void SoakedUnit::boot() {
    booted_ = at_;
    clock_.boot(fmt::format("{}-boot-{}", serial_.text(), ++boots_));
    restart_program();
}

void SoakedUnit::end_life(bool cut) {
    current_->journalled = tracker_->report().journalled;
    current_->cut = cut;
}

void SoakedUnit::restart_program() {
    tracker_.reset();
    set_clock();
    tracker_ = std::make_unique<firmware::Tracker>(
        board_.devices(), uplink_,
        firmware::TrackerSettings{
            .board = "simulated", .conduct = {.unit = serial_}, .segment_bytes = segment_bytes_},
        random_.bits());
    sampler_ = std::make_unique<firmware::Sampler>();
    current_ = &epochs_[tracker_->report().epoch];
}

void SoakedUnit::cut_power() {
    ++mishaps_.power_cuts;
    end_life(true);
    uplink_.close();
    tracker_.reset();
    card_.lose_power(random_.bits() % most_kept);
    at_ += drawn(random_, 20s, 120s);
    boot();
}

void SoakedUnit::set_clock() {
    const Instant steady{std::chrono::hours{1} + (at_ - booted_)};
    clock_.set(begin_ + at_ + clock_error_, steady);
}

bool SoakedUnit::happens_each(minutes mean) {
    return random_.chance(std::chrono::duration<double>{interval} /
                          std::chrono::duration<double>{mean});
}

void SoakedUnit::change_link() {
    if (uplink_.is_open()) {
        cut_link(drawn(random_, 1s, 2h));
    } else {
        uplink_.open();
        link_changes_ = at_ + drawn(random_, 30s, 1h);
    }
}

void SoakedUnit::cut_link(Milliseconds outage) {
    ++mishaps_.outages;
    mishaps_.longest_outage = std::max(mishaps_.longest_outage, outage);
    uplink_.close();
    link_changes_ = at_ + outage;
}

void SoakedUnit::befall() {
    if (at_ >= link_changes_) {
        change_link();
    }
    if (happens_each(90min)) {
        silent_until_ = at_ + drawn(random_, 2s, 10min);
        ++mishaps_.silences;
    }
    if (happens_each(60min)) {
        constexpr std::array kinds{Wrong::jumped, Wrong::rolled_over, Wrong::absent};
        wrong_ = kinds[random_.bits() % kinds.size()];
        wrong_by_ = (random_.chance(0.5) ? 1 : -1) * drawn(random_, 5s, 24h);
        // A jump that lasts is the receiver's word against the clock's, and the receiver's wins.
        wrong_until_ = at_ + (wrong_ == Wrong::jumped ? Milliseconds{interval * 4}
                                                      : drawn(random_, 1s, 10min));
        ++mishaps_.wrong_times;
    }
    if (happens_each(120min)) {
        clock_error_ = Milliseconds{static_cast<std::int64_t>(random_.normal() * 3'600'000)};
        ++mishaps_.clock_jumps;
    }
    if (happens_each(150min)) {
        card_.fail_syncs(1);
    }
    if (happens_each(180min)) {
        tracker_->flush();
        expect(sampler_->due(clock_.steady() + firmware::Sampler::patience));
        ++mishaps_.restarts;
        end_life(false);
        restart_program();
    }
    if (happens_each(150min)) {
        cut_power();
    }
}

hal::GnssReading SoakedUnit::truth(UtcTime time) const {
    const double seconds = std::chrono::duration<double>{time - begin_}.count();
    return {.time = time,
            .latitude_deg = 45 + 0.2 * std::sin(seconds / 9'000),
            .longitude_deg = 7 + seconds * 3e-5,
            .altitude_m = 400 + 300 * std::sin(seconds / 2'000),
            .speed_mps = 3 + std::sin(seconds / 60),
            .course_deg = 90 + 80 * std::cos(seconds / 9'000),
            .accuracy_m = 4 + 3 * std::sin(seconds / 300),
            .satellites = 9 + static_cast<int>(time.time_since_epoch().count() / 60'000 % 5),
            .mode = FixMode::fix_3d};
}

std::optional<hal::GnssReading> SoakedUnit::heard() {
    if (at_ < silent_until_) {
        return std::nullopt;
    }
    hal::GnssReading reading = truth(begin_ + at_);
    if (at_ < wrong_until_) {
        switch (wrong_) {
        case Wrong::no: break;
        case Wrong::jumped: *reading.time += wrong_by_; break;
        case Wrong::rolled_over: *reading.time -= firmware::roll_over; break;
        case Wrong::absent: reading.time.reset(); break;
        }
    }
    return reading;
}

void SoakedUnit::expect(const std::vector<Fix>& fixes) {
    current_->fixes.insert(current_->fixes.end(), fixes.begin(), fixes.end());
}

void SoakedUnit::epoch() {
    set_clock();
    const Instant steady = clock_.steady();
    if (const auto reading = heard()) {
        receiver_.offer(*reading);
        expect(sampler_->take(*reading, steady));
    }
    expect(sampler_->due(steady));
    tracker_->step(0ms);
}

void SoakedUnit::live_until(Milliseconds since_begin) {
    while (at_ < since_begin) {
        befall();
        epoch();
        at_ += interval;
    }
}

void SoakedUnit::end_race() {
    uplink_.open();
    set_clock();
    tracker_->flush();
    expect(sampler_->due(clock_.steady() + firmware::Sampler::patience));
    end_life(false);
}

void SoakedUnit::rest(Milliseconds time) {
    at_ += time;
    set_clock();
    tracker_->step(0ms);
}

bool SoakedUnit::all_receipted() const {
    const firmware::TrackerReport report = tracker_->report();
    return report.unreceipted == 0 && report.unreceipted_events == 0;
}

} // namespace lanterne
