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

} // namespace

TrackerReport Tracker::report() const {
    const State& state = *state_;
    TrackerReport report = state.counts;
    const Journal& journal = state.recorder.journal();
    report.epoch = journal.epoch();
    report.journalled = journal.next();
    report.receipted = state.receipts.fixes(report.epoch).prefix();
    for (const HeldEpoch& epoch : with_memory(journal)) {
        for (const SequenceRange& range :
             difference(epoch.fixes, state.receipts.fixes(epoch.epoch))) {
            report.unreceipted += range.to - range.from;
        }
    }
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

} // namespace lanterne::firmware
