#include <algorithm>

#include "firmware/tracker_state.hpp"

// What a technician sees of a unit.
namespace lanterne::firmware {
namespace {

/// What the journal holds, with what a failing card leaves in memory.
std::vector<HeldEpoch> with_memory(const Journal& journal) {
    std::vector<HeldEpoch> held = journal.held();
    const SequenceRange in_memory{journal.certain(), journal.next()};
    if (in_memory.from < in_memory.to) {
        auto current = std::ranges::find(held, journal.epoch(), &HeldEpoch::epoch);
        if (current == held.end()) {
            current = held.insert(held.end(), {.epoch = journal.epoch()});
        }
        current->fixes.add(in_memory);
    }
    return held;
}

std::uint64_t unreceipted(const Journal& journal, const Receipts& receipts) {
    std::uint64_t fixes = 0;
    for (const HeldEpoch& epoch : with_memory(journal)) {
        for (const SequenceRange& range : difference(epoch.fixes, receipts.fixes(epoch.epoch))) {
            fixes += range.to - range.from;
        }
    }
    return fixes;
}

} // namespace

UnitStatus::NewestFix Tracker::State::newest_of_fixes(Instant now) const {
    if (!newest_fix) {
        return {};
    }
    const Fix& fix = *newest_fix;
    return {.age = std::chrono::floor<Milliseconds>(now - heard_fix),
            .time = fix.time,
            .latitude = fix.position.latitude,
            .longitude = fix.position.longitude,
            .accuracy_dm = fix.accuracy_dm,
            .satellites = fix.satellites,
            .mode = fix.mode};
}

UnitStatus::Card Tracker::State::card_status() const {
    const Journal& journal = recorder.journal();
    return {.failing = recorder.failing(),
            .journalled = journal.next(),
            .uncertain = journal.next() - journal.certain(),
            .refused = recorder.unjournalled(),
            .lost = courier.counts().lost_fixes,
            .failed_syncs = recorder.failed_syncs(),
            .room_bytes = journal.room()};
}

UnitStatus::Receipted Tracker::State::receipted(Instant now) const {
    const Journal& journal = recorder.journal();
    return {.fixes = receipts.fixes(journal.epoch()).count(),
            .newest_age =
                heard_receipt
                    ? std::optional{std::chrono::floor<Milliseconds>(now - *heard_receipt)}
                    : std::nullopt,
            .waiting = unreceipted(journal, receipts),
            .backlog = courier.has_backlog(),
            .waiting_events = courier.unreceipted_events(),
            .unaccepted = courier.unaccepted(),
            .next_report = promise()};
}

UnitStatus::Battery Tracker::State::battery_status() const {
    const auto& gauge = condition.battery();
    return {.percent = conduct.battery_pct(),
            .charging = gauge ? gauge->charging : std::nullopt,
            .sparing = conduct.is_sparing(),
            .falls_short = conduct.falls_short(),
            .lasts_until = conduct.lasts_until(clock.known_utc())};
}

UnitStatus::Configured Tracker::State::configured() const {
    const UnitConfig& config = conduct.config();
    UnitStatus::Configured configured{.version = conduct.applied_version(),
                                      .wished = config.profile,
                                      .profile = conduct.profile(),
                                      .time_limit = config.time_limit,
                                      .refused_reason = conduct.refused_reason()};
    if (const auto waiting = conduct.waiting()) {
        configured.next_begins = waiting->begins;
        configured.next_ends = waiting->ends;
        configured.next_wished = waiting->profile;
    }
    return configured;
}

TrackerReport Tracker::report() const {
    const State& state = *state_;
    TrackerReport report = state.counts;
    if (state.newest_fix) {
        report.last_fix = state.newest_fix->time;
    }
    const Journal& journal = state.recorder.journal();
    report.epoch = journal.epoch();
    report.journalled = journal.next();
    report.receipted = state.receipts.fixes(report.epoch).prefix();
    report.unreceipted = unreceipted(journal, state.receipts);
    report.refused_readings = state.sampler.refused();
    report.merged_readings = state.sampler.merged();
    report.dated = state.sampler.dated();
    report.unjournalled = state.recorder.unjournalled();
    report.reused_segments = journal.reused();
    report.room_bytes = journal.room();
    report.failed_syncs = state.recorder.failed_syncs();
    report.sent_messages = state.courier.counts().sent_messages;
    report.resent_messages = state.courier.counts().resent_messages;
    report.failed_reads = state.courier.counts().failed_reads;
    report.refused_receipts = state.courier.counts().refused_receipts;
    report.unaccepted = state.courier.unaccepted();
    report.unreceipted_events = state.courier.unreceipted_events();
    return report;
}

UnitStatus Tracker::status() const {
    const State& state = *state_;
    const State::Instant now = state.clock.steady();
    return {
        .unit = {.serial = state.settings.conduct.unit ? state.settings.conduct.unit->text() : "",
                 .board = state.settings.board,
                 .version = state.settings.firmware_version,
                 .utc = state.clock.known_utc()},
        .receiver = {.losses = state.counts.receiver_losses},
        .fix = state.newest_of_fixes(now),
        .card = state.card_status(),
        .receipts = state.receipted(now),
        .call = {.open = state.panel.calls(), .heard = state.is_call_heard()},
        .battery = state.battery_status(),
        .configuration = state.configured(),
        .broker = {.connected = state.uplink.connected(),
                   .connections = state.uplink.connections()},
        .network = {.kind = state.condition.network(), .signal_dbm = state.condition.signal_dbm()}};
}

} // namespace lanterne::firmware
