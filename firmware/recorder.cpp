#include "firmware/recorder.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::firmware {

Recorder::Recorder(hal::Clock& clock, hal::Storage& storage, const Receipts& receipts,
                   JournalSettings settings, SyncRules rules, Epoch epoch)
    : clock_{clock}, journal_{storage, receipts, std::move(settings), epoch}, rules_{rules} {}

bool Recorder::keep(const Fix& fix, bool important) {
    refused_ = !journal_.append(fix);
    if (refused_) {
        ++unjournalled_;
        return false;
    }
    if (!unsynced_since_) {
        unsynced_since_ = clock_.steady();
    }
    important_waits_ = important_waits_ || important;
    if (journal_.uncertain() >= rules_.fixes) {
        sync();
    }
    return true;
}

void Recorder::sync() {
    if (!failing_ || clock_.steady() - *last_try_ >= card_retry) {
        try_sync();
    }
}

void Recorder::try_sync() {
    failing_ = !journal_.sync();
    if (failing_) {
        ++failed_syncs_;
    }
    last_try_ = clock_.steady();
    important_waits_ = failing_ && important_waits_;
    unsynced_since_.reset();
    if (journal_.uncertain() > 0) {
        unsynced_since_ = last_try_;
    }
}

void Recorder::sync_when_due() {
    const Instant now = clock_.steady();
    const bool important = important_waits_ && (!last_try_ || now - *last_try_ >= important_sync);
    if (important || (unsynced_since_ && now - *unsynced_since_ >= rules_.interval)) {
        sync();
    }
}

bool Recorder::moves() const {
    const bool is_overdue =
        unsynced_since_ && clock_.steady() - *unsynced_since_ > rules_.interval + card_retry;
    return failing_ || (!refused_ && !is_overdue);
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
    try_sync();
    return JournalledEvent{
        .epoch = event.epoch, .number = event.number, .bytes = std::move(*bytes)};
}

} // namespace lanterne::firmware
