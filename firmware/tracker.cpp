#include "firmware/tracker.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "core/wire/status.hpp"
#include "firmware/condition.hpp"
#include "firmware/courier.hpp"
#include "firmware/cursor.hpp"
#include "firmware/panel.hpp"
#include "firmware/sampler.hpp"

namespace lanterne::firmware {
namespace {

using Instant = std::chrono::steady_clock::time_point;

/// Readings of one step, so that a step ends also when the receiver does not.
constexpr int max_readings_a_step = 64;

constexpr std::chrono::seconds status_interval{60};
constexpr std::chrono::seconds cursor_interval{30};

Epoch draw_epoch(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    return static_cast<Epoch>(random() >> 32);
}

} // namespace

struct Tracker::State {
    State(const Devices& devices, Uplink& uplink_, TrackerSettings settings_, std::uint64_t seed);

    void take_readings(std::chrono::milliseconds timeout);
    void keep(const std::vector<Fix>& fixes);
    void take_presses(Instant now);
    void take_receipts(Instant now);
    void save_cursor(Instant now);
    void send(Instant now);
    void show(Instant now);
    void feed_watchdog(Instant now);
    void send_status(wire::Link link, Instant now);
    wire::Info about() const;
    std::optional<std::uint8_t> battery_pct() const;
    std::optional<std::uint32_t> fix_age_s() const;
    wire::Status status(wire::Link link) const;

    hal::GnssReceiver& receiver;
    hal::Clock& clock;
    hal::Watchdog& watchdog;
    Uplink& uplink;
    TrackerSettings settings;
    Condition condition;
    Panel panel;
    Cursor cursor;
    Receipts receipts;
    Recorder recorder;
    Courier courier;
    Sampler sampler;
    TrackerReport counts; ///< only what is counted here
    std::uint64_t connections = 0;
    bool receiver_gone = false;
    std::optional<Sequence> call; ///< the newest call for help
    std::optional<Instant> next_report;
    std::optional<Instant> next_status;
    std::optional<Instant> cursor_due;
    std::optional<Instant> next_feed;
};

Tracker::State::State(const Devices& devices, Uplink& uplink_, TrackerSettings settings_,
                      std::uint64_t seed)
    : receiver{devices.receiver}, clock{devices.clock}, watchdog{devices.watchdog}, uplink{uplink_},
      settings{std::move(settings_)}, condition{devices.battery, devices.link},
      panel{devices.button, devices.lamp}, cursor{devices.storage}, receipts{cursor.load()},
      recorder{devices.clock, devices.storage,
               receipts,      {.segment_bytes = settings.segment_bytes, .unit = settings.unit},
               settings.sync, draw_epoch(seed)},
      courier{uplink_, recorder, receipts}, sampler{settings.pace} {
    const Recovery& recovery = recorder.journal().recovery();
    counts.recovered = recovery.records;
    counts.torn = recovery.torn;
    courier.note(wire::Boot{.recovered = static_cast<std::uint32_t>(recovery.records),
                            .torn = static_cast<std::uint32_t>(recovery.torn)});
    for (const wire::Lost& lost : recovery.lost) {
        courier.note(lost);
    }
    watchdog.ready();
}

void Tracker::State::take_readings(std::chrono::milliseconds timeout) {
    for (int taken = 0; taken < max_readings_a_step; ++taken) {
        const auto reading = receiver.next(timeout);
        if (!reading) {
            ++counts.receiver_losses;
            receiver_gone = true;
            return;
        }
        if (!*reading) {
            return;
        }
        receiver_gone = false;
        keep(sampler.take(**reading, clock.steady()));
        timeout = std::chrono::milliseconds{0};
    }
}

void Tracker::State::keep(const std::vector<Fix>& fixes) {
    for (const Fix& fix : fixes) {
        if (recorder.keep(fix, false)) {
            counts.last_fix = fix.time;
        }
    }
}

/// Whoever presses wants it to be known where and when: a report goes at once.
void Tracker::State::take_presses(Instant now) {
    for (auto& event : panel.pressed(now)) {
        const bool calls = std::holds_alternative<wire::Sos>(event);
        const auto number = courier.note(std::move(event));
        if (calls) {
            call = number;
        }
        next_report.reset();
    }
}

void Tracker::State::take_receipts(Instant now) {
    if (courier.take_receipts(now) && !cursor_due) {
        cursor_due = now + cursor_interval;
    }
}

void Tracker::State::save_cursor(Instant now) {
    const auto epochs = recorder.journal().epochs();
    std::vector<Epoch> gone;
    for (const auto& [epoch, receipted] : receipts.epochs()) {
        if (std::find(epochs.begin(), epochs.end(), epoch) == epochs.end()) {
            gone.push_back(epoch);
        }
    }
    for (const Epoch epoch : gone) {
        receipts.forget(epoch);
    }
    cursor_due.reset();
    if (!cursor.save(receipts, epochs)) {
        cursor_due = now + cursor_interval;
    }
}

void Tracker::State::send(Instant now) {
    if (const std::uint64_t seen = uplink.connections(); seen != connections) {
        connections = seen;
        courier.reconnected();
        next_status.reset();
        next_report.reset();
    }
    if (!uplink.connected()) {
        return;
    }
    courier.send_events(now);
    if (!next_status || now >= *next_status) {
        send_status(wire::Link::up, now);
    }
    if (!next_report || now >= *next_report) {
        courier.begin_report();
        next_report = now + settings.report_interval;
    }
    courier.send_fixes(about(), now);
}

/// The unit's word in each message.
wire::Info Tracker::State::about() const {
    return {.battery_pct = battery_pct(),
            .signal_dbm = condition.signal_dbm(),
            .next_report_s = settings.next_report_s};
}

std::optional<std::uint8_t> Tracker::State::battery_pct() const {
    const auto& reading = condition.battery();
    if (!reading || !reading->charge) {
        return std::nullopt;
    }
    return static_cast<std::uint8_t>(std::lround(std::clamp(*reading->charge, 0.0, 1.0) * 100));
}

std::optional<std::uint32_t> Tracker::State::fix_age_s() const {
    const auto age = sampler.since_fix(clock.steady());
    return age ? std::optional{static_cast<std::uint32_t>(age->count() / 1'000)} : std::nullopt;
}

wire::Status Tracker::State::status(wire::Link link) const {
    return {.link = link,
            .firmware = settings.firmware_version,
            .board = settings.board,
            .epoch = recorder.journal().epoch(),
            .journalled = recorder.journal().next(),
            .receipted = receipts.fixes(recorder.journal().epoch()).prefix(),
            .battery_pct = battery_pct(),
            .unaccepted = static_cast<std::uint32_t>(courier.unaccepted()),
            .network = condition.network(),
            .signal_dbm = condition.signal_dbm(),
            .fix_age_s = fix_age_s(),
            .next_report_s = settings.next_report_s};
}

void Tracker::State::show(Instant now) {
    const Epoch epoch = recorder.journal().epoch();
    panel.show(
        {.sos_receipted =
             call &&
             *call<receipts.events_next(epoch), .card_fault = recorder.failing(),
                   .started = !receiver_gone, .fix_is_fresh = sampler.age(now) == FixAge::fresh,
                   .connected = uplink.connected(), .backlog = courier.unsent()>
                 wire::max_batch_fixes},
        now);
}

/// A turn came to its end: the receiver was asked, the journal did what was due. A card that fails
/// is no reason to bite: a restart would lose what only memory holds.
void Tracker::State::feed_watchdog(Instant now) {
    const auto patience = watchdog.patience();
    if (patience && (!next_feed || now >= *next_feed)) {
        watchdog.alive();
        next_feed = now + *patience / 3;
    }
}

void Tracker::State::send_status(wire::Link link, Instant now) {
    const auto bytes = wire::encode(status(link));
    if (bytes && uplink.publish(wire::UnitChannel::status, *bytes)) {
        next_status = now + status_interval;
    }
}

Tracker::Tracker(Devices devices, Uplink& uplink, TrackerSettings settings,
                 std::uint64_t random_seed)
    : state_{std::make_unique<State>(devices, uplink, std::move(settings), random_seed)} {}

Tracker::~Tracker() = default;

void Tracker::step(std::chrono::milliseconds timeout) {
    state_->take_readings(timeout);
    const Instant now = state_->clock.steady();
    state_->keep(state_->sampler.due(now));
    state_->condition.look(now);
    state_->take_presses(now);
    state_->recorder.sync_when_due();
    state_->courier.declare_lost();
    state_->take_receipts(now);
    if (state_->cursor_due && now >= *state_->cursor_due) {
        state_->save_cursor(now);
    }
    state_->send(now);
    state_->show(now);
    state_->feed_watchdog(now);
}

void Tracker::flush() {
    state_->watchdog.stopping();
    const Instant now = state_->clock.steady();
    state_->keep(state_->sampler.due(now + Sampler::patience));
    state_->recorder.sync();
    state_->take_receipts(now);
    state_->save_cursor(now);
    state_->next_report.reset();
    state_->send(now);
    if (state_->uplink.connected()) {
        state_->send_status(wire::Link::down, now);
    }
}

std::vector<std::byte> Tracker::will() const {
    const wire::Status last{.link = wire::Link::down,
                            .firmware = state_->settings.firmware_version,
                            .board = state_->settings.board,
                            .epoch = state_->recorder.journal().epoch()};
    return wire::encode(last).value_or(wire::Bytes{});
}

TrackerReport Tracker::report() const {
    const State& state = *state_;
    TrackerReport report = state.counts;
    const Journal& journal = state.recorder.journal();
    report.epoch = journal.epoch();
    report.journalled = journal.next();
    report.receipted = state.receipts.fixes(report.epoch).prefix();
    for (const HeldEpoch& held : journal.held()) {
        for (const SequenceRange& range :
             difference(held.fixes, state.receipts.fixes(held.epoch))) {
            report.unreceipted += range.to - range.from;
        }
    }
    report.refused_readings = state.sampler.refused();
    report.unjournalled = state.recorder.unjournalled();
    report.failed_syncs = state.recorder.failed_syncs();
    report.sent_messages = state.courier.counts().sent_messages;
    report.resent_messages = state.courier.counts().resent_messages;
    report.failed_reads = state.courier.counts().failed_reads;
    report.refused_receipts = state.courier.counts().refused_receipts;
    report.unaccepted = state.courier.unaccepted();
    report.unreceipted_events = state.courier.unreceipted_events();
    return report;
}

} // namespace lanterne::firmware
