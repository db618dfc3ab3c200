#include "firmware/tracker.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "firmware/tracker_state.hpp"

namespace lanterne::firmware {
namespace {

/// Readings of one step, so that a step ends also when the receiver does not.
constexpr int max_readings_a_step = 64;
/// Nor when the card is slow to take what was heard.
constexpr std::chrono::seconds longest_reading{1};

constexpr std::chrono::seconds status_interval{60};
constexpr std::chrono::seconds cursor_interval{30};

JournalSettings journal_settings(const TrackerSettings& settings) {
    JournalSettings journal{.segment_bytes = settings.segment_bytes,
                            .capacity_bytes = settings.journal_bytes};
    if (settings.conduct.unit) {
        journal.unit = settings.conduct.unit->text();
    }
    return journal;
}

Epoch draw_epoch(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    return static_cast<Epoch>(random() >> 32);
}

} // namespace

Tracker::State::State(const Devices& devices, Uplink& uplink_, TrackerSettings settings_,
                      std::uint64_t seed)
    : receiver{devices.receiver}, watchdog{devices.watchdog}, uplink{uplink_},
      settings{std::move(settings_)}, sampler{settings.pace}, clock{devices.clock, sampler},
      condition{devices.battery, devices.link}, panel{devices.button, devices.lamp},
      cursor{devices.storage}, receipts{cursor.load()},
      recorder{clock,         devices.storage, receipts, journal_settings(settings),
               settings.sync, draw_epoch(seed)},
      courier{uplink_, recorder, receipts}, conduct{devices, settings.conduct},
      shard{settings.conduct.defaults.shard}, qos{settings.conduct.defaults.qos} {
    recorder.before_reuse([this] {
        if (cursor_due) {
            save_cursor(clock.steady());
        }
    });
    const Recovery& recovery = recorder.journal().recovery();
    counts.recovered = recovery.records;
    counts.torn = recovery.torn;
    courier.note(wire::Boot{.recovered = static_cast<std::uint32_t>(recovery.records),
                            .torn = static_cast<std::uint32_t>(recovery.torn)});
    for (const wire::Lost& lost : recovery.lost) {
        courier.note(lost);
    }
    call = courier.open_call();
    if (call) {
        panel.resume_call();
    }
    tell_uplink(); // before it connects: its will lies on the shard's topic
    watchdog.ready();
}

void Tracker::State::take_readings(std::chrono::milliseconds timeout) {
    const Instant until = clock.steady() + timeout + longest_reading;
    for (int taken = 0; taken < max_readings_a_step && clock.steady() < until; ++taken) {
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
        if (recorder.keep(fix, conduct.cadence().is_important())) {
            newest_fix = fix;
            heard_fix = clock.steady();
            conduct.cadence().journalled(fix);
        }
    }
}

/// Whoever presses wants it to be known where and when: a report goes at once.
void Tracker::State::take_presses(Instant now) {
    for (auto& event : panel.pressed(now)) {
        courier.note(std::move(event));
        if (const auto open = courier.open_call()) {
            call = open;
        }
        conduct.cadence().say_at_once();
    }
}

/// What the server wishes, and what the battery allows of it.
void Tracker::State::behave(Instant now) {
    const auto utc = clock.known_utc();
    if (const auto offered = uplink.next_config()) {
        conduct.offer(*offered, utc);
    }
    conduct.cadence().face(
        {.no_fix = sampler.age(now) != FixAge::fresh, .battery_low = conduct.is_sparing()});
    if (conduct.look(condition.battery(), utc, now)) {
        next_status.reset();
    }
    if (settings.pace == Pace::real && backlog_profile != conduct.profile()) {
        backlog_profile = conduct.profile();
        courier.limit_backlog(backlog_rules(*backlog_profile), now);
    }
    tell_uplink();
}

void Tracker::State::tell_uplink() {
    const UnitConfig& config = conduct.config();
    if (config.shard != shard || config.qos != qos) {
        shard = config.shard;
        qos = config.qos;
        uplink.use(shard, qos);
    }
}

void Tracker::State::take_receipts(Instant now) {
    if (!courier.take_receipts(now)) {
        return;
    }
    heard_receipt = now;
    if (!cursor_due) {
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
        conduct.cadence().say_at_once();
    }
    if (!uplink.connected()) {
        return;
    }
    courier.send_events(now);
    if (!next_status || now >= *next_status) {
        send_status(wire::Link::up, now);
    }
    if (conduct.cadence().due(now)) {
        courier.begin_report();
    }
    conduct.cadence().reported(courier.send_fixes(about(), now), heard_fix);
}

/// The unit's word in each message.
wire::Info Tracker::State::about() const {
    const Cadence& cadence = conduct.cadence();
    return {.battery_pct = conduct.battery_pct(),
            .signal_dbm = condition.signal_dbm(),
            .next_report_s = cadence.next_report_s(),
            .reason = cadence.reason(),
            .course_version = cadence.course_version()};
}

std::optional<std::uint32_t> Tracker::State::fix_age_s() const {
    const auto age = sampler.since_fix(clock.steady());
    return age ? std::optional{static_cast<std::uint32_t>(age->count() / 1'000)} : std::nullopt;
}

/// When something will be heard of the unit again: without fixes that is the next status.
std::chrono::seconds Tracker::State::promise() const {
    const std::chrono::seconds promised{conduct.cadence().next_report_s().value_or(0)};
    const bool silent = sampler.age(clock.steady()) != FixAge::fresh;
    return silent ? std::max(promised, status_interval) : promised;
}

wire::Status Tracker::State::status(wire::Link link) const {
    return {.link = link,
            .firmware = settings.firmware_version,
            .board = settings.board,
            .epoch = recorder.journal().epoch(),
            .journalled = recorder.journal().next(),
            .receipted = receipts.fixes(recorder.journal().epoch()).prefix(),
            .battery_pct = conduct.battery_pct(),
            .applied_version = conduct.applied_version(),
            .refused_reason = conduct.refused_reason(),
            .unaccepted = static_cast<std::uint32_t>(courier.unaccepted()),
            .profile = static_cast<std::uint8_t>(conduct.profile()),
            .lasts_until = conduct.lasts_until(clock.known_utc()),
            .network = condition.network(),
            .signal_dbm = condition.signal_dbm(),
            .fix_age_s = fix_age_s(),
            .next_report_s = static_cast<std::uint32_t>(promise().count()),
            .reason = conduct.cadence().reason()};
}

bool Tracker::State::is_call_heard() const {
    return call && call->number < receipts.events_next(call->epoch);
}

void Tracker::State::show(Instant now) {
    panel.show({.sos_receipted = is_call_heard(),
                .card_fault = recorder.failing(),
                .started = !receiver_gone,
                .fix_is_fresh = sampler.age(now) == FixAge::fresh,
                .battery_low = conduct.is_sparing() || conduct.falls_short(),
                .connected = uplink.connected(),
                .backlog = courier.has_backlog()},
               now);
}

/// A turn came to its end, so the receiver was asked and answered; whether the journal moves too is
/// the recorder's to say.
void Tracker::State::feed_watchdog(Instant now) {
    const auto patience = watchdog.patience();
    if (patience && recorder.moves() && (!next_feed || now >= *next_feed)) {
        watchdog.alive();
        next_feed = now + *patience / 3;
    }
}

void Tracker::State::send_status(wire::Link link, Instant now) {
    const auto bytes = wire::encode(status(link));
    if (bytes && uplink.publish(wire::UnitChannel::status, *bytes)) {
        next_status = now + std::max(status_interval, promise());
    }
}

Tracker::Tracker(Devices devices, Uplink& uplink, TrackerSettings settings,
                 std::uint64_t random_seed)
    : state_{std::make_unique<State>(devices, uplink, std::move(settings), random_seed)} {}

Tracker::~Tracker() = default;

void Tracker::step(std::chrono::milliseconds timeout) {
    state_->take_readings(timeout);
    const State::Instant now = state_->clock.steady();
    state_->keep(state_->sampler.due(now));
    state_->condition.look(now);
    state_->behave(now);
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
    const State::Instant now = state_->clock.steady();
    state_->keep(state_->sampler.due(now + Sampler::patience));
    state_->recorder.sync_at_last();
    state_->take_receipts(now);
    state_->save_cursor(now);
    state_->conduct.save(now);
    state_->conduct.cadence().say_at_once();
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

} // namespace lanterne::firmware
