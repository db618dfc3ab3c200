#include "firmware/recorder.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::firmware {

Recorder::Recorder(hal::Clock& clock, hal::Storage& storage, const Receipts& receipts,
                   JournalSettings settings, SyncRules rules, Epoch epoch)
    : clock_{clock}, journal_{storage, receipts, std::move(settings), epoch}, rules_{rules} {}

bool Recorder::keep(const Fix& fix, bool important) {
    if (!journal_.append(fix)) {
        ++unjournalled_;
        return false;
    }
    if (!unsynced_since_) {
        unsynced_since_ = clock_.steady();
    }
    if (important || journal_.uncertain() >= rules_.fixes) {
        sync();
    }
    return true;
}

void Recorder::sync() {
    failing_ = !journal_.sync();
    if (failing_) {
        ++failed_syncs_;
    }
    unsynced_since_.reset();
    if (journal_.uncertain() > 0) {
        unsynced_since_ = clock_.steady();
    }
}

void Recorder::sync_when_due() {
    if (unsynced_since_ && clock_.steady() - *unsynced_since_ >= rules_.interval) {
        sync();
    }
}

std::optional<JournalledEvent> Recorder::note(decltype(wire::Event::body) body) {
    const wire::Event event{.epoch = journal_.epoch(),
                            .number = journal_.next_event(),
                            .time = std::clamp(clock_.utc(), earliest_time, latest_time),
                            .body = std::move(body)};
    auto bytes = wire::encode(event);
    if (!bytes || !journal_.append_event(*bytes)) {
        return std::nullopt;
    }
    sync();
    return JournalledEvent{
        .epoch = event.epoch, .number = event.number, .bytes = std::move(*bytes)};
}

} // namespace lanterne::firmware
