#include "firmware/tracker.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "core/wire/status.hpp"
#include "firmware/cursor.hpp"
#include "firmware/event_box.hpp"
#include "firmware/journal.hpp"
#include "firmware/outbox.hpp"
#include "firmware/sampler.hpp"

namespace lanterne::firmware {
namespace {

using Instant = std::chrono::steady_clock::time_point;

/// Work of one step, so that a step ends also when the outside does not.
constexpr int max_readings_a_step = 64;
constexpr int max_receipts_a_step = 32;
constexpr int max_messages_a_step = 16;

constexpr std::chrono::seconds status_interval{60};
constexpr std::chrono::seconds cursor_interval{30};

Epoch draw_epoch(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    return static_cast<Epoch>(random() >> 32);
}

} // namespace

struct Tracker::State {
    State(hal::GnssReceiver& receiver_, hal::Clock& clock_, hal::Storage& storage_, Uplink& uplink_,
          TrackerSettings settings_, std::uint64_t seed);

    void take_readings(std::chrono::milliseconds timeout);
    void keep(const Fix& fix);
    void sync();
    void sync_when_due(Instant now);
    void note_event(decltype(wire::Event::body) body);
    void declare_lost();
    void take_receipts(Instant now);
    void obey(const wire::Receipt& receipt, Instant now);
    bool is_ours(const wire::Receipt& receipt) const;
    void save_cursor(Instant now);
    void send(Instant now);
    void send_fixes(Instant now);
    bool send_parcel(Parcel parcel, Instant now);
    void send_events(Instant now);
    void send_status(wire::Link link, Instant now);
    wire::Status status(wire::Link link) const;

    hal::GnssReceiver& receiver;
    hal::Clock& clock;
    Uplink& uplink;
    TrackerSettings settings;
    Cursor cursor;
    Receipts receipts;
    Journal journal;
    Sampler sampler;
    Outbox outbox;
    EventBox events;
    TrackerReport counts; ///< only what is counted here
    std::uint64_t connections = 0;
    std::optional<Instant> next_report;
    std::optional<Instant> next_status;
    std::optional<Instant> unsynced_since;
    std::optional<Instant> cursor_due;
};

Tracker::State::State(hal::GnssReceiver& receiver_, hal::Clock& clock_, hal::Storage& storage_,
                      Uplink& uplink_, TrackerSettings settings_, std::uint64_t seed)
    : receiver{receiver_}, clock{clock_}, uplink{uplink_}, settings{std::move(settings_)},
      cursor{storage_}, receipts{cursor.load()},
      journal{storage_,
              receipts,
              {.segment_bytes = settings.segment_bytes, .unit = settings.unit},
              draw_epoch(seed)},
      outbox{journal.epoch(), settings.next_report_s} {
    const Recovery& recovery = journal.recovery();
    outbox.rebuild(journal.held(), receipts);
    events.rebuild(journal.unreceipted_events());
    counts.recovered = recovery.records;
    counts.torn = recovery.torn;
    note_event(wire::Boot{.recovered = static_cast<std::uint32_t>(recovery.records),
                          .torn = static_cast<std::uint32_t>(recovery.torn)});
    for (const wire::Lost& lost : recovery.lost) {
        note_event(lost);
    }
}

void Tracker::State::take_readings(std::chrono::milliseconds timeout) {
    for (int taken = 0; taken < max_readings_a_step; ++taken) {
        const auto reading = receiver.next(timeout);
        if (!reading) {
            ++counts.receiver_losses;
            return;
        }
        if (!*reading) {
            return;
        }
        if (const auto fix = sampler.take(**reading)) {
            keep(*fix);
        }
        timeout = std::chrono::milliseconds{0};
    }
}

void Tracker::State::keep(const Fix& fix) {
    if (!journal.append(fix)) {
        ++counts.unjournalled;
        return;
    }
    counts.last_fix = fix.time;
    if (!unsynced_since) {
        unsynced_since = clock.steady();
    }
    if (journal.uncertain() >= settings.sync_fixes) {
        sync();
    }
}

void Tracker::State::sync() {
    if (!journal.sync()) {
        ++counts.failed_syncs;
    }
    unsynced_since.reset();
    if (journal.uncertain() > 0) {
        unsynced_since = clock.steady();
    }
    outbox.grow(journal.certain());
    declare_lost();
}

void Tracker::State::sync_when_due(Instant now) {
    if (unsynced_since && now - *unsynced_since >= settings.sync_interval) {
        sync();
    }
}

/// Events are rare and matter: certain at once, before they are sent.
void Tracker::State::note_event(decltype(wire::Event::body) body) {
    const wire::Event event{.epoch = journal.epoch(),
                            .number = journal.next_event(),
                            .time = std::clamp(clock.utc(), earliest_time, latest_time),
                            .body = std::move(body)};
    auto bytes = wire::encode(event);
    if (bytes && journal.append_event(*bytes)) {
        events.add({.epoch = event.epoch, .number = event.number, .bytes = std::move(*bytes)});
        if (!journal.sync()) {
            ++counts.failed_syncs;
        }
        outbox.grow(journal.certain());
    }
}

void Tracker::State::declare_lost() {
    for (const wire::Lost& lost : journal.take_lost()) {
        outbox.forget(lost.epoch, lost.range);
        note_event(lost);
    }
}

void Tracker::State::take_receipts(Instant now) {
    for (int taken = 0; taken < max_receipts_a_step; ++taken) {
        const auto bytes = uplink.next_receipt();
        if (!bytes) {
            return;
        }
        const auto receipt = wire::decode_receipt(*bytes);
        if (receipt && is_ours(*receipt)) {
            obey(*receipt, now);
        } else {
            ++counts.refused_receipts;
        }
    }
}

/// Nobody can have committed what was never sent, and of an epoch that is not on the card there is
/// nothing to learn.
bool Tracker::State::is_ours(const wire::Receipt& receipt) const {
    if (receipt.epoch == journal.epoch()) {
        return receipt.next <= journal.certain() && receipt.events_next <= journal.next_event();
    }
    const auto epochs = journal.epochs();
    return std::find(epochs.begin(), epochs.end(), receipt.epoch) != epochs.end();
}

void Tracker::State::obey(const wire::Receipt& receipt, Instant now) {
    const auto outcome = receipts.apply(receipt);
    if (outcome == Receipts::Outcome::new_store) {
        outbox.rebuild(journal.held(), receipts);
        events.rebuild(journal.unreceipted_events());
    }
    if (outcome == Receipts::Outcome::stale) {
        outbox.covered(receipt.epoch, receipts);
    } else {
        outbox.receipt(receipt, receipts, now);
    }
    events.receipt(receipt.epoch, receipts.events_next(receipt.epoch));
    journal.forget_receipted();
    if (!cursor_due) {
        cursor_due = now + cursor_interval;
    }
}

void Tracker::State::save_cursor(Instant now) {
    const auto epochs = journal.epochs();
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
        outbox.reconnected();
        events.reconnected();
        next_status.reset();
        next_report.reset();
    }
    if (!uplink.connected()) {
        return;
    }
    if (!next_status || now >= *next_status) {
        send_status(wire::Link::up, now);
    }
    send_events(now);
    if (!next_report || now >= *next_report) {
        sync();
        outbox.begin_report();
        next_report = now + settings.report_interval;
    }
    send_fixes(now);
}

void Tracker::State::send_fixes(Instant now) {
    for (int sent = 0; sent < max_messages_a_step; ++sent) {
        auto parcel = outbox.next(now);
        if (!parcel || !send_parcel(std::move(*parcel), now)) {
            return;
        }
    }
}

bool Tracker::State::send_parcel(Parcel parcel, Instant now) {
    const auto fixes = journal.read(parcel.epoch, parcel.range);
    if (!fixes) {
        ++counts.failed_reads;
        outbox.unreadable(parcel, now);
        return true;
    }
    if (fixes->size() < parcel.range.to - parcel.range.from) {
        // The card has decayed since it was checked: what is gone is said, the rest goes next.
        const Sequence first_gone = parcel.range.from + fixes->size();
        const wire::Lost lost{.epoch = parcel.epoch, .range = {first_gone, first_gone + 1}};
        outbox.forget(lost.epoch, lost.range);
        note_event(lost);
        return true;
    }
    wire::Batch batch{
        .epoch = parcel.epoch, .first = parcel.range.from, .info = parcel.info, .fixes = *fixes};
    auto bytes = wire::encode(batch);
    while (!bytes && bytes.error() == wire::Error::too_large && batch.fixes.size() > 1) {
        const auto kept = static_cast<std::ptrdiff_t>(batch.fixes.size() * 3 / 4);
        batch.fixes.erase(batch.fixes.begin() + kept, batch.fixes.end());
        bytes = wire::encode(batch);
    }
    if (!bytes || !uplink.publish(wire::UnitChannel::fixes, *bytes)) {
        return false;
    }
    parcel.range.to = parcel.range.from + batch.fixes.size();
    ++(parcel.flight == 0 ? counts.sent_messages : counts.resent_messages);
    outbox.sent(parcel, now);
    return true;
}

void Tracker::State::send_events(Instant now) {
    const auto due = events.due(now);
    if (due.empty() || !journal.events_certain()) {
        return;
    }
    bool any = false;
    for (const JournalledEvent* event : due) {
        if (!uplink.publish(wire::UnitChannel::events, event->bytes)) {
            break;
        }
        any = true;
    }
    // The pause begins also when the link took only some: the next free places are the fixes'.
    if (any) {
        events.sent(now);
    }
}

wire::Status Tracker::State::status(wire::Link link) const {
    return {.link = link,
            .firmware = settings.firmware_version,
            .board = settings.board,
            .epoch = journal.epoch(),
            .journalled = journal.next(),
            .receipted = receipts.fixes(journal.epoch()).prefix(),
            .unaccepted = static_cast<std::uint32_t>(outbox.unaccepted())};
}

void Tracker::State::send_status(wire::Link link, Instant now) {
    const auto bytes = wire::encode(status(link));
    if (bytes && uplink.publish(wire::UnitChannel::status, *bytes)) {
        next_status = now + status_interval;
    }
}

Tracker::Tracker(hal::GnssReceiver& receiver, hal::Clock& clock, hal::Storage& storage,
                 Uplink& uplink, TrackerSettings settings, std::uint64_t random_seed)
    : state_{std::make_unique<State>(receiver, clock, storage, uplink, std::move(settings),
                                     random_seed)} {}

Tracker::~Tracker() = default;

void Tracker::step(std::chrono::milliseconds timeout) {
    state_->take_readings(timeout);
    const Instant now = state_->clock.steady();
    state_->sync_when_due(now);
    state_->take_receipts(now);
    if (state_->cursor_due && now >= *state_->cursor_due) {
        state_->save_cursor(now);
    }
    state_->send(now);
}

void Tracker::flush() {
    const Instant now = state_->clock.steady();
    state_->sync();
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
                            .epoch = state_->journal.epoch()};
    return wire::encode(last).value_or(wire::Bytes{});
}

TrackerReport Tracker::report() const {
    const State& state = *state_;
    TrackerReport report = state.counts;
    report.epoch = state.journal.epoch();
    report.journalled = state.journal.next();
    report.receipted = state.receipts.fixes(report.epoch).prefix();
    for (const HeldEpoch& held : state.journal.held()) {
        for (const SequenceRange& range :
             difference(held.fixes, state.receipts.fixes(held.epoch))) {
            report.unreceipted += range.to - range.from;
        }
    }
    report.refused_readings = state.sampler.refused();
    report.unaccepted = state.outbox.unaccepted();
    report.unreceipted_events = state.events.size();
    return report;
}

} // namespace lanterne::firmware
